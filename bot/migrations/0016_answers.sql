-- Why: an answer is a job, and may run again in another process: who has lost it writes nothing more.
ALTER TABLE turns ADD run int NOT NULL DEFAULT 0;  -- the latest run of its job: only this one may write to it

DO $$
BEGIN  -- what is under way has no job yet; a new database has nothing under way, and no queue
    IF EXISTS (SELECT FROM turns WHERE NOT closed AND owed IS NOT true AND state <> 'waiting') THEN
        PERFORM procrastinate_defer_jobs_v1(array_agg(
            ROW('answers', 'answer', 0, 'place:' || chat || ':' || thread, NULL, jsonb_build_object('turn', id), NULL)
                ::procrastinate_job_to_defer_v1 ORDER BY id))
        FROM turns WHERE NOT closed AND owed IS NOT true AND state <> 'waiting';
    END IF;
END $$;
