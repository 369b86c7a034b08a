import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** The engine without zod is small; a bundle above this has pulled in something that costs memory per lead. */
export const BUNDLE_MAX_BYTES = 2_000_000;

/**
 * Writes the workflow bundle that workers load. Made at build time: a worker then starts in a third of a second and
 * needs 120 MB less.
 * @throws when the bundle has grown past `BUNDLE_MAX_BYTES`
 */
export async function writeWorkflowBundle(file: string): Promise<{ bytes: number }> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./workflows.ts', import.meta.url)),
    logger: new DefaultLogger('WARN'),
  });
  const bytes = Buffer.byteLength(code);
  if (bytes > BUNDLE_MAX_BYTES) {
    throw new Error(
      `The workflow bundle is ${bytes} bytes, more than ${BUNDLE_MAX_BYTES}. Something heavy is imported by temporal/workflows.ts or workflows/engine.`,
    );
  }
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}.new`;
  await writeFile(fresh, code);
  await rename(fresh, file);
  return { bytes };
}
