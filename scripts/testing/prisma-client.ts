import { generate } from '#prisma/generate.ts';

/** Vitest's global set-up: tests of the database import the generated client. */
export default async function setup(): Promise<void> {
  await generate();
}
