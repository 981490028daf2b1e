-- AlterTable
ALTER TABLE "Wave" ADD COLUMN     "bound" DOUBLE PRECISION,
ADD COLUMN     "byBinName" DOUBLE PRECISION,
ADD COLUMN     "cartName" TEXT,
ADD COLUMN     "dueAt" TIMESTAMPTZ(3),
ADD COLUMN     "method" TEXT,
ADD COLUMN     "metres" DOUBLE PRECISION,
ADD COLUMN     "oneByOne" DOUBLE PRECISION,
ADD COLUMN     "ruleName" TEXT,
ADD COLUMN     "seconds" DOUBLE PRECISION;

-- AlterTable
ALTER TABLE "WaveOrder" ADD COLUMN     "tote" INTEGER;

-- CreateTable
CREATE TABLE "Cart" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "totes" INTEGER NOT NULL,
    "toteMillilitres" INTEGER,
    "maxGrams" INTEGER,

    CONSTRAINT "Cart_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "WaveRule" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "when" JSONB NOT NULL,
    "cartId" UUID,
    "most" INTEGER,

    CONSTRAINT "WaveRule_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "PickTerms" (
    "shop" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "windows" JSONB NOT NULL,
    "cartId" UUID,
    "most" INTEGER NOT NULL,
    "pickers" INTEGER NOT NULL,
    "metresPerSecond" DOUBLE PRECISION NOT NULL,
    "secondsPerLine" DOUBLE PRECISION NOT NULL,
    "secondsPerUnit" DOUBLE PRECISION NOT NULL,
    "setUpSeconds" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "PickTerms_pkey" PRIMARY KEY ("shop","locationId")
);

-- CreateTable
CREATE TABLE "WavePlan" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "locationId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "seed" INTEGER NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,
    "stop" BOOLEAN NOT NULL DEFAULT false,
    "done" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "metres" DOUBLE PRECISION,
    "result" BYTEA,
    "problem" TEXT,
    "owner" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "beatAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "WavePlan_pkey" PRIMARY KEY ("shop","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Cart_shop_name_key" ON "Cart"("shop", "name");

-- CreateIndex
CREATE INDEX "WaveRule_shop_position_idx" ON "WaveRule"("shop", "position");

-- CreateIndex
CREATE INDEX "WavePlan_shop_state_idx" ON "WavePlan"("shop", "state");

-- CreateIndex
CREATE INDEX "WavePlan_shop_locationId_createdAt_idx" ON "WavePlan"("shop", "locationId", "createdAt");


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
