CREATE TABLE poc_execution_plans (
    id VARCHAR(36) PRIMARY KEY,
    task_execution_id VARCHAR(36) NOT NULL UNIQUE,
    plan_id VARCHAR(100) NOT NULL,
    original_task TEXT NOT NULL,
    subtask_count INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    completed_at TIMESTAMP WITH TIME ZONE,
    is_complete BOOLEAN NOT NULL DEFAULT 0,
    metadata JSON,
    FOREIGN KEY(task_execution_id) REFERENCES poc_task_executions(id) ON DELETE CASCADE
);

CREATE INDEX idx_poc_plans_task_plan ON poc_execution_plans(task_execution_id, plan_id);
CREATE INDEX idx_poc_plans_complete ON poc_execution_plans(is_complete);

CREATE TABLE poc_subtask_executions (
    id VARCHAR(36) PRIMARY KEY,
    plan_id VARCHAR(36) NOT NULL,
    subtask_id VARCHAR(100) NOT NULL,
    sequence_number INTEGER NOT NULL,
    description TEXT NOT NULL,
    agent VARCHAR(50) NOT NULL,
    estimated_time VARCHAR(50),
    status VARCHAR(50) NOT NULL DEFAULT 'pending',
    started_at TIMESTAMP WITH TIME ZONE,
    completed_at TIMESTAMP WITH TIME ZONE,
    duration_seconds FLOAT,
    result TEXT,
    error TEXT,
    dependencies JSON,
    FOREIGN KEY(plan_id) REFERENCES poc_execution_plans(id) ON DELETE CASCADE
);

CREATE INDEX idx_poc_subtasks_plan_seq ON poc_subtask_executions(plan_id, sequence_number);
CREATE INDEX idx_poc_subtasks_status ON poc_subtask_executions(status);
CREATE INDEX idx_poc_subtasks_agent ON poc_subtask_executions(agent);
