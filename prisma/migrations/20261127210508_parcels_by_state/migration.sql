-- CreateIndex
CREATE INDEX "Parcel_shop_state_sealedAt_idx" ON "Parcel"("shop", "state", "sealedAt");

-- CreateIndex
CREATE INDEX "Parcel_shop_state_shippedAt_idx" ON "Parcel"("shop", "state", "shippedAt");

-- CreateIndex
CREATE INDEX "Parcel_shop_labelState_idx" ON "Parcel"("shop", "labelState");


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
