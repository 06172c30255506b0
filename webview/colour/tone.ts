/** Whether the points lie on a dark or a light ground. */
export type Tone = 'dark' | 'light';
