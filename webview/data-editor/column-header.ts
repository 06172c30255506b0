import type { StoredColumn } from '../../src/protocol/data';
import { h } from '../dom';
import { t } from '../l10n';
import type { ColumnHead } from './column-track';

/** The head of a column: its name, and of a named one what it is for, what it holds, and whether cells are missing. */
export function columnHeader({ name, kind, stored }: ColumnHead): HTMLElement {
  const role = stored && roleText(stored.role);
  const about = stored && [stored.role === 'feature' ? null : role, typeText(stored.type)].filter(Boolean).join(' · ');
  const missing = stored && stored.missing > 0 ? t('{0} missing', stored.missing) : null;
  const title = [name, role, kind.dtype, missing].filter(Boolean).join('\n');
  return h(
    'div',
    {
      class: `table-header ${kind.type === 'numeric' ? 'number' : ''} ${stored?.role ?? ''}`,
      role: 'columnheader',
      title,
    },
    h('span', { class: 'table-name' }, name),
    about !== undefined && h('span', { class: 'table-about' }, about, missing && h('b', {}, ` · ${missing}`)),
  );
}

function roleText(role: StoredColumn['role']): string {
  switch (role) {
    case 'feature':
      return t('feature');
    case 'label':
      return t('label');
    case 'id':
      return t('id');
    case 'ignore':
      return t('ignored');
  }
}

function typeText(type: StoredColumn['type']): string {
  switch (type) {
    case 'numeric':
      return t('number');
    case 'category':
      return t('category');
    case 'date':
      return t('date');
    case 'text':
      return t('text');
  }
}
