import type { WireOpportunity, WireStage } from '../plazbot/wire.js';

/** Ways to misbehave, all off unless named. Rates are shares of requests between 0 and 1. */
export interface SandboxFaults {
  /** Every answer takes this long, in ms, and up to `latencyJitterMs` more. */
  readonly latencyMs?: number;
  readonly latencyJitterMs?: number;
  /** Above this many requests in a second the answer is 429 with Retry-After. */
  readonly rateLimit?: {
    readonly perSecond: number;
    readonly retryAfterSeconds: number;
    readonly form?: 'seconds' | 'date';
  };
  /** Rate of PUTs that are answered with each status, before anything is applied. */
  readonly statuses?: Readonly<Record<number, number>>;
  /** The same for reads. */
  readonly statusesOnReads?: Readonly<Record<number, number>>;
  /** Whether those answers are HTML, as a proxy's are, instead of the API's envelope. */
  readonly plainBodies?: boolean;
  /** Rate of PUTs whose connection is cut before they are handled, or after they are applied. */
  readonly cutBefore?: number;
  readonly cutAfter?: number;
  /** Rate of PUTs that are answered with 200 and `success: false`. */
  readonly refuse?: number;
  /** Number of requests after which the token is refused with 401, until the next login. */
  readonly tokenExpiresAfter?: number;
  /** Rate of PUTs just before which someone else edits the record: its amount grows by 1. */
  readonly concurrentEdits?: number;
  /** Rate of PUTs that are answered with a 303 to another page of the sandbox, or with 200 and a sign-in page. */
  readonly redirect?: number;
  readonly html?: number;
}

/** Which reading of the API's documents it plays (API facts, sections 3, 4, 6, 10); the first named by default. */
export interface SandboxDialect {
  /** Whether the list of a PUT is merged by name into the record's, or replaces it. */
  readonly customFields?: 'merge' | 'replace';
  /** Whether fields that a PUT does not carry are kept, or blanked. */
  readonly omitted?: 'keep' | 'blank';
  /** The key of the record in the answer to a PUT. */
  readonly spelling?: 'opportunity' | 'oportunity';
  /** The key of a custom field's name in answers; a PUT may use either. */
  readonly customFieldKey?: 'name' | 'code';
  /** How one opportunity is answered: in the envelope, alone in an array, or alone. */
  readonly readShape?: 'array' | 'enveloped' | 'bare';
  /** What an unknown id is answered; a PUT of one is never answered with an empty list, but with 404. */
  readonly notFound?: '404' | 'success-false' | 'empty';
  readonly workspaceShape?: 'array' | 'bare' | 'enveloped';
  /** Whether the records of the list have their custom fields, or the list leaves them out. */
  readonly listCustomFields?: 'shown' | 'left-out';
  /** Whether the workspace's metrics can be read, or there is no such page. */
  readonly metrics?: 'shown' | 'absent';
}

export interface SandboxOptions {
  /** A free one when absent or 0. */
  readonly port?: number;
  /** `sandbox-token` when absent. */
  readonly token?: string;
  readonly workspaceId?: string;
  readonly workspaceName?: string;
  readonly stages?: readonly WireStage[];
  /** In place of the seeded ones. */
  readonly opportunities?: readonly WireOpportunity[];
  readonly faults?: SandboxFaults;
  readonly dialect?: SandboxDialect;
  /** Values in [0, 1), from which every fault draws; by default seeded, one generator for each kind of fault. */
  readonly random?: () => number;
  /** Answers a request instead of the sandbox, after the latency, when it returns something. */
  readonly answer?: (request: SandboxRequest) => ScriptedAnswer | undefined;
}

export interface ScriptedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, unless it is text. */
  readonly body?: unknown;
}

/** One request in the sandbox's log, which tests read as the truth. */
export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The token is never among them: `authorization` says only whether it was the right one. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; the raw text when it is none; `null` without a body, with one above 1 MB, or until it is read. */
  body: unknown;
  /** ms, as `performance.now()`. */
  readonly receivedAt: number;
  /** ms, when it was answered or cut; `null` while it is under way. */
  answeredAt: number | null;
  /** `null` when the connection was cut instead. */
  status: number | null;
  /** Whether it changed a record. */
  applied: boolean;
}
