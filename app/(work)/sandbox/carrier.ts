import { environment } from '#prisma/environment.ts';
import {
  CarrierRefusal,
  CarrierUnreachable,
  type SandboxClient,
  sandboxClient,
} from '#temporal/client/sandbox.ts';

/** Pages wait for no carrier longer than this; it is on the same machine. */
const TIMEOUT_MS = 5_000;

export function carrier(): SandboxClient {
  const { carrierUrl, carrierToken } = environment();
  return sandboxClient({ url: carrierUrl, token: carrierToken, timeoutMs: TIMEOUT_MS });
}

/** Runs one call; what the carrier refuses or cannot answer is a value with its sentence. */
export async function askCarrier<Value>(
  call: (client: SandboxClient) => Promise<Value>,
): Promise<{ ok: true; value: Value } | { ok: false; reason: string }> {
  try {
    return { ok: true, value: await call(carrier()) };
  } catch (error) {
    if (error instanceof CarrierRefusal || error instanceof CarrierUnreachable) {
      return { ok: false, reason: error.message };
    }
    throw error;
  }
}
