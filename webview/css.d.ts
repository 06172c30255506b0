/** Style sheets are imported for their effect: they end up in the bundle's own. */
declare module '*.css';
