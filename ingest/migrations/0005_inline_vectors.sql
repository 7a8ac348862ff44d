-- Why: a search reads the vector of every passage of a course; kept out of line, each costs several more pages.
ALTER TABLE vectors ALTER embedding SET STORAGE MAIN;  -- in the row as long as it fits a page; what is there stays
