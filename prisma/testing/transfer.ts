import { openDatabase } from '#prisma/client.ts';

/** One of several processes that read a counter and write what comes next, `times` times: `transfer.ts <file> <times>`. */
const [file = '', times = '0'] = process.argv.slice(2);
const db = openDatabase(file);
for (let i = 0; i < Number(times); i += 1) {
  await db.tx(async (tx) => {
    const before = await tx.counter.findUniqueOrThrow({ where: { name: 'shared' } });
    await tx.counter.update({ where: { name: 'shared' }, data: { value: before.value + 1 } });
  });
}
await db.close();
