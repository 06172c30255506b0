import { classesOf } from '../../src/protocol/classes';
import { dropdown } from '../controls';
import { t } from '../l10n';
import type { Panel } from '../panel';

/** No class in particular: of an example its own, of draws each as often as the data have it. */
const usual = '';

/** With which class codes are decoded, of a model that knows classes; of any other there is nothing to choose. */
export function createClassChoice(panel: Panel, testid: string): readonly HTMLElement[] {
  const { view } = panel;
  const names = classNamesOf(panel);
  if (names.length === 0) return [];
  const shown = () => String(chosenClass(panel) ?? usual);
  const choice = dropdown({
    label: t('Class'),
    testid,
    options: [
      { value: usual, label: t('As in the data') },
      ...names.map((label, number) => ({ value: String(number), label })),
    ],
    value: shown(),
    onChange: (value) => {
      const ofClass = value === usual ? null : Number(value);
      const words = ofClass === null ? t('As in the data') : names[ofClass];
      if (ofClass !== view.get().ofClass) view.change(t('decode as {0}', words), { ofClass });
    },
  });
  view.watch(
    (state) => state.ofClass,
    () => {
      choice.value = shown();
    },
  );
  return [choice.element];
}

/** By its number; null: as in the data. A view that was kept of another run may name one that there is not. */
export function chosenClass(panel: Pick<Panel, 'view' | 'session'>): number | null {
  const { ofClass } = panel.view.get();
  return ofClass !== null && ofClass < classNamesOf(panel).length ? ofClass : null;
}

function classNamesOf({ session }: Pick<Panel, 'session'>): readonly string[] {
  const { config, data } = session.get().run.record;
  return classesOf(config.model, data);
}
