-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" DATETIME,
    "refreshTokenExpiresAt" DATETIME,
    "scope" TEXT,
    "password" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Verification" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Workspace" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "clockOffsetMs" REAL NOT NULL DEFAULT 0,
    "quietFromMinute" INTEGER NOT NULL DEFAULT 1260,
    "quietToMinute" INTEGER NOT NULL DEFAULT 480,
    "capPerDay" INTEGER NOT NULL DEFAULT 3,
    "capPerWeek" INTEGER NOT NULL DEFAULT 8,
    "minGapMs" REAL NOT NULL DEFAULT 3600000,
    "doubtFirstMs" REAL NOT NULL DEFAULT 15000,
    "doubtSecondMs" REAL NOT NULL DEFAULT 60000,
    "doubtLastMs" REAL NOT NULL DEFAULT 300000,
    "formKey" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Member" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Member_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Member_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Sender" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "brand" TEXT NOT NULL,
    "smsNumber" TEXT,
    "emailAddress" TEXT,
    "mainNumber" TEXT,
    "signature" TEXT NOT NULL DEFAULT '',
    "postalAddress" TEXT NOT NULL DEFAULT '',
    "country" TEXT NOT NULL,
    "hookKey" TEXT NOT NULL,
    "credentials" TEXT NOT NULL,
    "heldSinceMs" REAL,
    "heldWhy" TEXT,
    "smsPerSecond" REAL NOT NULL DEFAULT 10,
    "emailPerSecond" REAL NOT NULL DEFAULT 5,
    "createdAtMs" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "SendSlot" (
    "senderId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "nextWallMs" REAL NOT NULL,

    PRIMARY KEY ("senderId", "channel", "lane")
);

-- CreateTable
CREATE TABLE "Lead" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "importId" TEXT,
    "firstName" TEXT NOT NULL DEFAULT '',
    "lastName" TEXT NOT NULL DEFAULT '',
    "company" TEXT NOT NULL DEFAULT '',
    "email" TEXT,
    "cellPhone" TEXT,
    "homePhone" TEXT,
    "workPhone" TEXT,
    "street" TEXT NOT NULL DEFAULT '',
    "city" TEXT NOT NULL DEFAULT '',
    "region" TEXT NOT NULL DEFAULT '',
    "postalCode" TEXT NOT NULL DEFAULT '',
    "country" TEXT,
    "countryHow" TEXT,
    "timeZone" TEXT,
    "zones" TEXT NOT NULL DEFAULT '[]',
    "zoneHow" TEXT,
    "website" TEXT NOT NULL DEFAULT '',
    "score" INTEGER,
    "stage" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "ownerId" TEXT,
    "channelPreference" TEXT,
    "preferenceHow" TEXT,
    "decidesBy" TEXT,
    "hotAtMs" REAL,
    "hotWhy" TEXT,
    "custom" TEXT NOT NULL DEFAULT '{}',
    "tags" TEXT NOT NULL DEFAULT '[]',
    "nameKey" TEXT NOT NULL DEFAULT '',
    "search" TEXT NOT NULL DEFAULT '',
    "createdAtMs" REAL NOT NULL,
    "updatedAtMs" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "LeadExternalId" (
    "workspaceId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "leadId" TEXT NOT NULL,

    PRIMARY KEY ("workspaceId", "source", "externalId")
);

-- CreateTable
CREATE TABLE "LeadField" (
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "type" TEXT NOT NULL,

    PRIMARY KEY ("workspaceId", "name")
);

-- CreateTable
CREATE TABLE "Import" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "userId" TEXT,
    "fileName" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "mapping" TEXT NOT NULL DEFAULT '{}',
    "tag" TEXT,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "failedWhy" TEXT,
    "enrolledRow" INTEGER NOT NULL DEFAULT 0,
    "aliveWallMs" REAL NOT NULL,
    "createdAtMs" REAL NOT NULL,
    "doneAtMs" REAL
);

-- CreateTable
CREATE TABLE "ImportedLead" (
    "importId" TEXT NOT NULL,
    "rowNumber" INTEGER NOT NULL,
    "leadId" TEXT NOT NULL,
    "created" BOOLEAN NOT NULL,
    "remark" TEXT NOT NULL DEFAULT '',

    PRIMARY KEY ("importId", "rowNumber")
);

-- CreateTable
CREATE TABLE "ImportRejection" (
    "importId" TEXT NOT NULL,
    "rowNumber" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "raw" TEXT NOT NULL,

    PRIMARY KEY ("importId", "rowNumber")
);

-- CreateTable
CREATE TABLE "Play" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "draft" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "liveVersionId" TEXT,
    "createdAtMs" REAL NOT NULL,
    "updatedAtMs" REAL NOT NULL,
    "archivedAtMs" REAL
);

-- CreateTable
CREATE TABLE "PlayVersion" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "playId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "planHash" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "authorId" TEXT,
    "bounds" TEXT NOT NULL,
    "triggers" TEXT NOT NULL,
    "senderId" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "publishedAtMs" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "Plan" (
    "workspaceId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "json" TEXT NOT NULL,

    PRIMARY KEY ("workspaceId", "hash")
);

-- CreateTable
CREATE TABLE "Content" (
    "workspaceId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "json" TEXT NOT NULL,

    PRIMARY KEY ("workspaceId", "hash")
);

-- CreateTable
CREATE TABLE "Enrolment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "playId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "planHash" TEXT NOT NULL,
    "leadId" TEXT NOT NULL,
    "entry" INTEGER NOT NULL,
    "environment" TEXT NOT NULL,
    "senderId" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "nodeId" TEXT NOT NULL,
    "sinceMs" REAL NOT NULL,
    "untilMs" REAL,
    "note" TEXT,
    "state" TEXT NOT NULL,
    "recordedId" INTEGER NOT NULL DEFAULT 0,
    "recordedAttempt" INTEGER NOT NULL DEFAULT 0,
    "recordedWallMs" REAL NOT NULL DEFAULT 0,
    "recordedOutcome" TEXT,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "epoch" INTEGER NOT NULL DEFAULT 1,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "enteredAtMs" REAL NOT NULL,
    "endedAtMs" REAL,
    "endLabel" TEXT
);

-- CreateTable
CREATE TABLE "EnrolmentEvent" (
    "enrolmentId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "json" TEXT NOT NULL,

    PRIMARY KEY ("enrolmentId", "seq")
);

-- CreateTable
CREATE TABLE "Answer" (
    "enrolmentId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "pc" INTEGER NOT NULL,
    "askedMs" REAL NOT NULL,
    "askedSeq" INTEGER NOT NULL,
    "atMs" REAL NOT NULL,
    "settledMs" REAL,
    "heardSeq" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "untilMs" REAL,

    PRIMARY KEY ("enrolmentId", "number")
);

-- CreateTable
CREATE TABLE "Outbox" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "workspaceId" TEXT NOT NULL,
    "enrolmentId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "priority" INTEGER NOT NULL,
    "createdWallMs" REAL NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextWallMs" REAL NOT NULL,
    "lastError" TEXT
);

-- CreateTable
CREATE TABLE "Leaving" (
    "enrolmentId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "playId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "nodeId" TEXT NOT NULL,
    "port" TEXT NOT NULL,
    "atMs" REAL NOT NULL,

    PRIMARY KEY ("enrolmentId", "number")
);

-- CreateTable
CREATE TABLE "Message" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "leadId" TEXT,
    "enrolmentId" TEXT,
    "playId" TEXT,
    "nodeId" TEXT,
    "senderId" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "sendKey" TEXT,
    "toAddress" TEXT NOT NULL,
    "fromAddress" TEXT NOT NULL,
    "subject" TEXT,
    "body" TEXT NOT NULL,
    "html" TEXT,
    "role" TEXT,
    "purpose" TEXT,
    "state" TEXT NOT NULL,
    "token" TEXT,
    "status" TEXT,
    "errorCode" TEXT,
    "why" TEXT,
    "providerId" TEXT,
    "segments" INTEGER,
    "mailId" TEXT,
    "intent" TEXT,
    "confidence" REAL,
    "evidence" TEXT,
    "dueAtMs" REAL,
    "callingWallMs" REAL,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "slotWallMs" REAL,
    "atMs" REAL NOT NULL,
    "createdWallMs" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "AddressGuard" (
    "workspaceId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "rev" INTEGER NOT NULL DEFAULT 0,

    PRIMARY KEY ("workspaceId", "channel", "address")
);

-- CreateTable
CREATE TABLE "AddressFault" (
    "workspaceId" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "problem" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "messageId" TEXT,
    "atMs" REAL NOT NULL,

    PRIMARY KEY ("workspaceId", "environment", "channel", "address")
);

-- CreateTable
CREATE TABLE "Consent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "leadId" TEXT,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "wording" TEXT NOT NULL DEFAULT '',
    "medium" TEXT NOT NULL,
    "evidence" TEXT NOT NULL DEFAULT '',
    "number" INTEGER NOT NULL DEFAULT 0,
    "atMs" REAL NOT NULL,
    "expiresAtMs" REAL
);

-- CreateTable
CREATE TABLE "HookReceipt" (
    "workspaceId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "atWallMs" REAL NOT NULL,

    PRIMARY KEY ("workspaceId", "key")
);

-- CreateTable
CREATE TABLE "SenderLook" (
    "senderId" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "untilWallMs" REAL NOT NULL,

    PRIMARY KEY ("senderId", "what")
);

-- CreateTable
CREATE TABLE "FormSubmission" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "leadId" TEXT NOT NULL,
    "token" TEXT,
    "contentHash" TEXT NOT NULL,
    "answers" TEXT NOT NULL,
    "fromAddress" TEXT NOT NULL,
    "userAgent" TEXT NOT NULL,
    "consent" TEXT,
    "atMs" REAL NOT NULL,
    "createdWallMs" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "Signal" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "dedupeKey" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "leadId" TEXT NOT NULL,
    "occurredWallMs" REAL NOT NULL,
    "contentHash" TEXT NOT NULL,
    "data" TEXT NOT NULL DEFAULT '{}',
    "apiKeyId" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "atMs" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT NOT NULL,
    "createdById" TEXT,
    "createdAtMs" REAL NOT NULL,
    "lastUsedAtMs" REAL,
    "revokedAtMs" REAL
);

-- CreateTable
CREATE TABLE "TimelineEntry" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "workspaceId" TEXT NOT NULL,
    "leadId" TEXT NOT NULL,
    "atMs" REAL NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "enrolmentId" TEXT,
    "playId" TEXT,
    "nodeId" TEXT,
    "messageId" TEXT,
    "key" TEXT
);

-- CreateTable
CREATE TABLE "Task" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "leadId" TEXT,
    "ownerId" TEXT,
    "enrolmentId" TEXT,
    "messageId" TEXT,
    "kind" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,
    "dueAtMs" REAL NOT NULL,
    "createdAtMs" REAL NOT NULL,
    "doneAtMs" REAL,
    "doneById" TEXT,
    "key" TEXT
);

-- CreateTable
CREATE TABLE "Job" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "workspaceId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "json" TEXT NOT NULL,
    "runWallMs" REAL NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "key" TEXT
);

-- CreateTable
CREATE TABLE "WallClock" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "wallMs" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "Change" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "workspaceId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "entityId" TEXT NOT NULL,
    "atWallMs" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "Counter" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" INTEGER NOT NULL DEFAULT 0
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Session_token_key" ON "Session"("token");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Account_userId_idx" ON "Account"("userId");

-- CreateIndex
CREATE INDEX "Verification_identifier_idx" ON "Verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "Workspace_formKey_key" ON "Workspace"("formKey");

-- CreateIndex
CREATE INDEX "Member_userId_idx" ON "Member"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Member_workspaceId_userId_key" ON "Member"("workspaceId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "Sender_hookKey_key" ON "Sender"("hookKey");

-- CreateIndex
CREATE INDEX "Sender_workspaceId_idx" ON "Sender"("workspaceId");

-- CreateIndex
CREATE INDEX "Lead_workspaceId_createdAtMs_id_search_idx" ON "Lead"("workspaceId", "createdAtMs", "id", "search");

-- CreateIndex
CREATE INDEX "Lead_workspaceId_email_idx" ON "Lead"("workspaceId", "email");

-- CreateIndex
CREATE INDEX "Lead_workspaceId_cellPhone_idx" ON "Lead"("workspaceId", "cellPhone");

-- CreateIndex
CREATE INDEX "Lead_workspaceId_homePhone_idx" ON "Lead"("workspaceId", "homePhone");

-- CreateIndex
CREATE INDEX "Lead_workspaceId_workPhone_idx" ON "Lead"("workspaceId", "workPhone");

-- CreateIndex
CREATE INDEX "Lead_workspaceId_nameKey_id_idx" ON "Lead"("workspaceId", "nameKey", "id");

-- CreateIndex
CREATE INDEX "Lead_workspaceId_company_id_idx" ON "Lead"("workspaceId", "company", "id");

-- CreateIndex
CREATE INDEX "Lead_importId_idx" ON "Lead"("importId");

-- CreateIndex
CREATE INDEX "LeadExternalId_leadId_idx" ON "LeadExternalId"("leadId");

-- CreateIndex
CREATE INDEX "Import_workspaceId_createdAtMs_idx" ON "Import"("workspaceId", "createdAtMs");

-- CreateIndex
CREATE INDEX "Import_state_idx" ON "Import"("state");

-- CreateIndex
CREATE INDEX "Play_workspaceId_updatedAtMs_idx" ON "Play"("workspaceId", "updatedAtMs");

-- CreateIndex
CREATE INDEX "PlayVersion_workspaceId_planHash_idx" ON "PlayVersion"("workspaceId", "planHash");

-- CreateIndex
CREATE UNIQUE INDEX "PlayVersion_playId_number_key" ON "PlayVersion"("playId", "number");

-- CreateIndex
CREATE INDEX "Enrolment_workspaceId_status_untilMs_idx" ON "Enrolment"("workspaceId", "status", "untilMs");

-- CreateIndex
CREATE INDEX "Enrolment_playId_status_nodeId_versionId_idx" ON "Enrolment"("playId", "status", "nodeId", "versionId");

-- CreateIndex
CREATE INDEX "Enrolment_leadId_enteredAtMs_idx" ON "Enrolment"("leadId", "enteredAtMs");

-- CreateIndex
CREATE UNIQUE INDEX "Enrolment_playId_leadId_entry_key" ON "Enrolment"("playId", "leadId", "entry");

-- CreateIndex
CREATE INDEX "Outbox_enrolmentId_id_idx" ON "Outbox"("enrolmentId", "id");

-- CreateIndex
CREATE INDEX "Outbox_priority_nextWallMs_idx" ON "Outbox"("priority", "nextWallMs");

-- CreateIndex
CREATE INDEX "Leaving_playId_nodeId_port_versionId_idx" ON "Leaving"("playId", "nodeId", "port", "versionId");

-- CreateIndex
CREATE UNIQUE INDEX "Message_sendKey_key" ON "Message"("sendKey");

-- CreateIndex
CREATE INDEX "Message_senderId_mailId_idx" ON "Message"("senderId", "mailId");

-- CreateIndex
CREATE INDEX "Message_leadId_atMs_idx" ON "Message"("leadId", "atMs");

-- CreateIndex
CREATE INDEX "Message_workspaceId_direction_state_atMs_idx" ON "Message"("workspaceId", "direction", "state", "atMs");

-- CreateIndex
CREATE INDEX "Message_workspaceId_channel_toAddress_atMs_idx" ON "Message"("workspaceId", "channel", "toAddress", "atMs");

-- CreateIndex
CREATE INDEX "Message_enrolmentId_idx" ON "Message"("enrolmentId");

-- CreateIndex
CREATE UNIQUE INDEX "Message_senderId_providerId_key" ON "Message"("senderId", "providerId");

-- CreateIndex
CREATE INDEX "Consent_workspaceId_channel_address_atMs_idx" ON "Consent"("workspaceId", "channel", "address", "atMs");

-- CreateIndex
CREATE INDEX "Consent_leadId_idx" ON "Consent"("leadId");

-- CreateIndex
CREATE INDEX "FormSubmission_workspaceId_contentHash_createdWallMs_idx" ON "FormSubmission"("workspaceId", "contentHash", "createdWallMs");

-- CreateIndex
CREATE INDEX "FormSubmission_leadId_idx" ON "FormSubmission"("leadId");

-- CreateIndex
CREATE UNIQUE INDEX "FormSubmission_workspaceId_token_key" ON "FormSubmission"("workspaceId", "token");

-- CreateIndex
CREATE INDEX "Signal_leadId_atMs_idx" ON "Signal"("leadId", "atMs");

-- CreateIndex
CREATE UNIQUE INDEX "Signal_workspaceId_dedupeKey_key" ON "Signal"("workspaceId", "dedupeKey");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_hash_key" ON "ApiKey"("hash");

-- CreateIndex
CREATE INDEX "ApiKey_workspaceId_createdAtMs_idx" ON "ApiKey"("workspaceId", "createdAtMs");

-- CreateIndex
CREATE UNIQUE INDEX "TimelineEntry_key_key" ON "TimelineEntry"("key");

-- CreateIndex
CREATE INDEX "TimelineEntry_leadId_atMs_id_idx" ON "TimelineEntry"("leadId", "atMs", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Task_key_key" ON "Task"("key");

-- CreateIndex
CREATE INDEX "Task_workspaceId_doneAtMs_dueAtMs_idx" ON "Task"("workspaceId", "doneAtMs", "dueAtMs");

-- CreateIndex
CREATE INDEX "Task_leadId_idx" ON "Task"("leadId");

-- CreateIndex
CREATE UNIQUE INDEX "Job_key_key" ON "Job"("key");

-- CreateIndex
CREATE INDEX "Job_runWallMs_idx" ON "Job"("runWallMs");

-- CreateIndex
CREATE INDEX "Job_kind_runWallMs_idx" ON "Job"("kind", "runWallMs");

-- CreateIndex
CREATE INDEX "Change_workspaceId_id_idx" ON "Change"("workspaceId", "id");
