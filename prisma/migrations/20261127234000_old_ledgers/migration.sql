-- What is forgotten by its age is found by it.
CREATE INDEX "PackProof_begun" ON "PackProof" ("shop", "at") WHERE "seq" = 1;
CREATE INDEX "FitReport_by_age" ON "FitReport" ("shop", "at");
CREATE INDEX "BinMove_by_age" ON "BinMove" ("shop", "at");
