-- CreateTable
CREATE TABLE "FitReport" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "boxId" UUID NOT NULL,
    "goods" BYTEA NOT NULL,
    "fitted" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FitReport_pkey" PRIMARY KEY ("shop","id")
);

-- CreateIndex
CREATE INDEX "FitReport_shop_goods_idx" ON "FitReport"("shop", "goods");


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
