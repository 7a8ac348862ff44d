-- Why: a second half that counts its units anew is counted on, and a stored remark on one would be of no known kind.

UPDATE books SET report = jsonb_set(report, '{remarks}', (
    SELECT coalesce(jsonb_agg(remark), '[]') FROM jsonb_array_elements(report->'remarks') AS remark
    WHERE remark->>'code' <> 'second_part'
))
WHERE report->'remarks' @> '[{"code": "second_part"}]';
