import assert from 'node:assert/strict';
import { runIn } from '../../../src/host/integration/announced-run';

describe('Runs that the command line names', () => {
  it('are found where they stand, with spaces in their names', () => {
    assert.deepEqual(runIn('The run is in /home/ada/my runs/digits'), {
      directory: '/home/ada/my runs/digits',
      startIndex: 14,
    });
    assert.deepEqual(runIn('completed: /home/ada/digits  '), { directory: '/home/ada/digits', startIndex: 11 });
    assert.deepEqual(runIn('stopped: C:\\runs\\digits')?.directory, 'C:\\runs\\digits');
  });

  it('are not found in other lines', () => {
    assert.equal(runIn('epoch 1  ELBO -218.92'), undefined);
    assert.equal(runIn('uncompleted: nothing'), undefined);
  });
});
