import { describe, expect, test } from 'vitest';
import { confirm } from '../../../lib/cli/confirm.ts';
import { createTestIo } from '../../support/cli-io.ts';

describe('a person is asked on standard error', () => {
  test.for([
    ['y', true],
    ['yes', true],
    ['YES ', true],
    ['n', false],
    ['', false],
    ['yep', false],
  ] as const)('%j means %s', async ([answer, isYes]) => {
    const { io, type, stdout, stderr } = createTestIo({ isTTY: true });
    const asked = confirm('Run 3 statements on prod?', io);
    type(`${answer}\r`);
    expect(await asked).toBe(isYes);
    expect(stdout()).toBe('');
    expect(stderr()).toContain('Run 3 statements on prod? [y/N] ');
  });

  test('the end of the input is a no', async () => {
    const { io, endInput } = createTestIo({ isTTY: true });
    const asked = confirm('Sure?', io);
    endInput();
    expect(await asked).toBe(false);
  });

  test('a signal is told as an interruption', async () => {
    const { io, interrupt } = createTestIo({ isTTY: true });
    const asked = confirm('Sure?', io);
    interrupt();
    await expect(asked).rejects.toMatchObject({ code: 'interrupted' });
  });

  test('so is Ctrl-C, which a terminal that is read does not turn into a signal', async () => {
    const { io, type } = createTestIo({ isTTY: true });
    const asked = confirm('Sure?', io);
    type('\u0003');
    await expect(asked).rejects.toMatchObject({ code: 'interrupted' });
  });
});

test('where nobody can answer, the error names --yes', async () => {
  const { io } = createTestIo();
  await expect(confirm('Sure?', io)).rejects.toMatchObject({
    code: 'confirmation-needed',
    remedy: expect.stringContaining('--yes'),
  });
});
