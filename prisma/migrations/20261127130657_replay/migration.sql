-- CreateTable
CREATE TABLE "ReplayRun" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "places" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "after" TEXT NOT NULL DEFAULT '',
    "owner" UUID,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "beatAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "problem" TEXT,

    CONSTRAINT "ReplayRun_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "ReplayResult" (
    "shop" TEXT NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "sku" TEXT,
    "class" TEXT,
    "state" TEXT NOT NULL,
    "firstDay" DATE NOT NULL,
    "from" DATE,
    "until" DATE NOT NULL,
    "knownFrom" DATE,
    "year" JSONB,
    "known" JSONB,
    "currency" TEXT,
    "gain" BIGINT,
    "gainReal" BIGINT,
    "moreUnits" INTEGER NOT NULL DEFAULT 0,
    "method" TEXT,
    "cuts" INTEGER NOT NULL DEFAULT 0,
    "periodDays" INTEGER,
    "held50" INTEGER NOT NULL DEFAULT 0,
    "held80" INTEGER NOT NULL DEFAULT 0,
    "held95" INTEGER NOT NULL DEFAULT 0,
    "loss" DOUBLE PRECISION,
    "naiveLoss" DOUBLE PRECISION,
    "inputs" BYTEA,

    CONSTRAINT "ReplayResult_pkey" PRIMARY KEY ("shop","inventoryItemId","locationId")
);

-- CreateIndex
CREATE INDEX "ReplayRun_shop_startedAt_idx" ON "ReplayRun"("shop", "startedAt");

-- CreateIndex
CREATE INDEX "ReplayResult_shop_state_gain_idx" ON "ReplayResult"("shop", "state", "gain");


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
