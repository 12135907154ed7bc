INSERT INTO poc_task_executions (id, task_id, mode, status, started_at)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
SELECT printf('task-%03d', i), printf('task_%03d', i % 8), 'multi-agent', 'completed', '2025-09-30 10:00:00' FROM n;
