import type { ColumnInfo, ColumnValues } from '../../src/protocol/data';
import { SharedCall } from '../../src/protocol/shared-call';
import { type ColumnCache, isOfCodes, isOfModel } from '../column-cache';
import type { Session } from '../session';
import type { Store } from '../state/store';
import type { ViewDocument } from '../state/view-document';
import { weightsEpoch } from '../weights-epoch';

/** What the values of a column are computed from: where a part is another, they are others. */
type Origin = readonly unknown[];

/** Columns with their values as they now are: those of the model are asked for once for each state of what they are of. */
export class CurrentColumns {
  private readonly computed = new Map<string, { readonly from: Origin; readonly call: SharedCall<ColumnValues> }>();

  constructor(
    private readonly columns: ColumnCache,
    readonly session: Store<Session>,
    readonly view: Pick<Store<ViewDocument>, 'get' | 'changed'>,
  ) {}

  /** @param signal What nobody waits for any more is called off. */
  async get(names: Iterable<string>, signal?: AbortSignal): Promise<ReadonlyMap<string, ColumnValues>> {
    const asked = [...names].map(async (name) => [name, await this.column(name, signal)] as const);
    return new Map(await Promise.all(asked));
  }

  /** Those that there are: without the data, those of the model can't be computed. */
  async available(names: readonly string[]): Promise<readonly ColumnValues[]> {
    const answers = await Promise.allSettled(names.map((name) => this.column(name)));
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }

  async column(name: string, signal?: AbortSignal): Promise<ColumnValues> {
    const info = this.columns.info(name);
    if (!info || !isOfModel(info)) return this.columns.get(name);
    const from = this.origin(info);
    let known = this.computed.get(name);
    if (!known || isOther(known.from, from)) {
      known = { from, call: new SharedCall((calledOff) => this.columns.get(name, calledOff)) };
      this.computed.set(name, known);
    }
    return known.call.join(signal);
  }

  /** Calls back when the values of one of these columns may be others: the run has, or a person chose, another state. */
  changed(names: () => Iterable<string>, listener: (why: 'run' | 'view') => void): void {
    const { session, view } = this;
    const ofModel = this.columns.infos.filter(isOfModel);
    // Of all, so that one that is chosen in between has its own.
    const origins = () => new Map(ofModel.map((info) => [info.name, this.origin(info)]));
    let before = origins();
    const look = (why: 'run' | 'view') => {
      const now = origins();
      const differs = [...names()].some((name) => isOther(before.get(name) ?? [], now.get(name) ?? []));
      before = now;
      if (differs) listener(why);
    };
    session.changed(
      (state) => state.frames,
      () => look('run'),
    );
    session.changed(
      (state) => state.layoutsMade,
      () => look('view'),
    );
    view.changed(
      (state) => state.epoch,
      () => look('view'),
    );
    view.changed(
      (state) => state.projection,
      () => look('view'),
    );
  }

  private origin({ role, quantity }: ColumnInfo): Origin {
    const { frames, layoutsMade } = this.session.get();
    if (!isOfCodes(role)) return [weightsEpoch(this) ?? frames];
    const { epoch, projection } = this.view.get();
    const codes = epoch ?? frames;
    return quantity === 'trust' || quantity === 'continuity' ? [codes, projection, layoutsMade] : [codes];
  }
}

function isOther(one: Origin, other: Origin): boolean {
  return one.length !== other.length || one.some((part, at) => !Object.is(part, other[at]));
}
