-- What the program of version 0002 had written by Tuesday 7 April 2026, 09:01 in London: two weeks of a shelter, in which
-- it was down for a day and a half, Slack refused it now and then, and two owners left. Eve was never asked, Grace's
-- reminder was planned and never sent. The rows stand as that program left them, in an order in which they can be added.

INSERT INTO heartbeat (id, beat_at, generation, restored_at)
VALUES
    (1, '2026-04-07T08:00:00.000000Z', '', NULL);

INSERT INTO outage (id, began_at, ended_at)
VALUES
    (1, '2026-04-05T02:00:00.000000Z', '2026-04-06T12:00:00.000000Z');

INSERT INTO workspace (id, team_id, name, url, bot_user_id, sealed_bot_token, zone, working_days, reminder_at,
    grace_working_days, on_track_gap, at_risk_gap, installed_at, theoretical_arrival_at, paused_until, paused_because)
VALUES
    (1, 'T1', 'Shelter', 'https://shelter.slack.example/', 'UBOT', NULL, 'Europe/London', '0,1,2,3,4', '09:00:00.000000', 2, 8, 20, '2026-03-02T10:00:00.000000Z', '2026-04-07T08:01:03.000000Z', NULL, NULL);

INSERT INTO channel (id, workspace_id, channel_id, name, is_private, members_read_at, next_free_at)
VALUES
    (1, 1, 'C1', '', false, '2026-03-27T10:00:00.000000Z', '2026-04-07T08:00:01.050000Z'),
    (2, 1, 'C2', '', true, '2026-03-27T10:00:00.000000Z', '2026-04-07T08:00:01.050000Z'),
    (3, 1, 'C3', '', false, '2026-03-27T10:00:00.000000Z', NULL),
    (4, 1, 'C4', '', false, '2026-03-27T10:00:00.000000Z', '2026-03-29T03:30:01.050000Z'),
    (5, 1, 'C5', '', false, '2026-03-27T10:00:00.000000Z', '2026-04-07T08:00:01.050000Z'),
    (6, 1, 'DALICE', '', true, NULL, '2026-04-07T08:00:01.050000Z');

INSERT INTO person (id, workspace_id, user_id, name, zone, locale, is_admin, is_deactivated, profile_read_at,
    dm_channel_id, reminder_at, next_reminder_at, last_reminder_sent_at)
VALUES
    (1, 1, 'UALICE', 'Alice', 'Europe/London', 'en-GB', false, false, '2026-03-27T10:00:00.000000Z', 'DALICE', NULL, '2026-04-08T08:00:00.000000Z', '2026-04-06T12:00:00.000000Z'),
    (2, 1, 'UBOB', 'Bob', 'Asia/Kolkata', 'en-GB', false, false, '2026-03-27T10:00:00.000000Z', NULL, NULL, NULL, '2026-04-06T12:00:00.000000Z'),
    (3, 1, 'UCHARLIE', 'Charlie', 'America/New_York', 'en-GB', false, false, '2026-03-27T10:00:00.000000Z', NULL, NULL, '2026-04-07T13:00:00.000000Z', NULL),
    (4, 1, 'UEVE', 'Eve', 'Europe/London', 'en-GB', false, true, '2026-03-24T09:30:00.000000Z', NULL, NULL, NULL, NULL),
    (5, 1, 'UGRACE', 'Grace', 'Europe/London', 'en-GB', false, true, '2026-03-30T08:00:00.000000Z', NULL, NULL, NULL, NULL),
    (6, 1, 'UDANA', 'Dana', 'Europe/London', 'en-GB', true, false, '2026-03-27T10:00:00.000000Z', NULL, NULL, NULL, '2026-04-02T08:00:00.000000Z'),
    (7, 1, 'UFRIDA', 'Frida', 'Europe/London', 'en-GB', true, false, '2026-03-27T10:00:00.000000Z', NULL, NULL, NULL, NULL);

INSERT INTO seen_interaction (id, workspace_id, key, seen_at, answer)
VALUES
    (1, 1, 'V0123ABC', '2026-03-30T08:30:00.000000Z', '{"kind": "said", "text": "Saved: 112"}');

INSERT INTO channel_member (channel_id, user_id, workspace_id)
VALUES
    (2, 'UALICE', 1),
    (2, 'UDANA', 1);

INSERT INTO digest_subscription (id, workspace_id, channel_id, rhythm, weekday, at, zone, next_due_at,
    covered_until_on, changed_at, changed_by_id)
VALUES
    (1, 1, 1, 'weekly', 1, '09:00:00.000000', 'Europe/London', '2026-04-14T08:00:00.000000Z', '2026-03-30', '2026-03-24T09:30:00.000000Z', 1),
    (2, 1, 2, 'weekly', 1, '09:00:00.000000', 'Europe/London', '2026-04-14T08:00:00.000000Z', NULL, '2026-03-24T09:30:00.000000Z', 1),
    (3, 1, 3, 'weekly', 1, '09:00:00.000000', 'Europe/London', '2026-04-14T08:00:00.000000Z', '2026-04-06', '2026-03-24T09:30:00.000000Z', 1),
    (4, 1, 4, 'weekly', 6, '09:00:00.000000', 'Asia/Kolkata', '2026-04-12T03:30:00.000000Z', '2026-03-28', '2026-03-24T09:30:00.000000Z', 1),
    (5, 1, 5, 'weekly', 1, '09:00:00.000000', 'Europe/London', '2026-04-14T08:00:00.000000Z', '2026-03-30', '2026-03-24T09:30:00.000000Z', 1);

INSERT INTO outcome (id, workspace_id, key, created_at, created_by_id, closed_at)
VALUES
    (1, 1, 'rough-sleeping', '2026-03-24T09:30:00.000000Z', 1, NULL),
    (2, 1, 'health', '2026-03-24T09:30:00.000000Z', 1, NULL),
    (3, 1, 'old-house', '2026-03-24T09:30:00.000000Z', 1, '2026-03-31T08:00:00.000000Z'),
    (4, 1, 'volunteers', '2026-03-24T09:30:00.000000Z', 2, NULL),
    (5, 1, 'neighbours', '2026-03-24T09:30:00.000000Z', 1, NULL);

INSERT INTO digest_run (id, workspace_id, subscription_id, nominal_on, covers_from_on, covers_to_on, facts,
    skipped_because)
VALUES
    (1, 1, 4, '2026-03-29', '2026-03-22', '2026-03-28', '[]', NULL),
    (2, 1, 1, '2026-03-31', '2026-03-24', '2026-03-30', '[{"indicator": "rough", "state": "too_early", "colour": null}, {"indicator": "meals", "state": "no_target", "colour": null}, {"indicator": "calls", "state": "no_target", "colour": null}, {"indicator": "beds", "state": "no_data", "colour": null}, {"indicator": "visits", "state": "no_data", "colour": null}, {"indicator": "flats", "state": "no_data", "colour": null}]', NULL),
    (3, 1, 2, '2026-03-31', '2026-03-24', '2026-03-30', '[{"indicator": "days", "state": "no_data", "colour": null}]', NULL),
    (4, 1, 3, '2026-03-31', '2026-03-24', '2026-03-30', '[]', NULL),
    (5, 1, 5, '2026-03-31', '2026-03-24', '2026-03-30', '[]', NULL),
    (6, 1, 4, '2026-04-05', '2026-03-29', '2026-04-04', '[]', 'over a day late: the next one covers it'),
    (7, 1, 1, '2026-04-07', '2026-03-31', '2026-04-06', '[{"indicator": "rough", "state": "too_early", "colour": null}, {"indicator": "meals", "state": "no_target", "colour": null}, {"indicator": "calls", "state": "no_target", "colour": null}, {"indicator": "beds", "state": "paused", "colour": null}, {"indicator": "visits", "state": "no_data", "colour": null}, {"indicator": "flats", "state": "no_data", "colour": null}]', NULL),
    (8, 1, 2, '2026-04-07', '2026-03-24', '2026-04-06', '[{"indicator": "days", "state": "no_data", "colour": null}]', NULL),
    (9, 1, 3, '2026-04-07', '2026-03-24', '2026-04-06', '[]', 'no outcomes here'),
    (10, 1, 5, '2026-04-07', '2026-03-31', '2026-04-06', '[]', NULL);

INSERT INTO indicator (id, workspace_id, outcome_id, key, created_at, created_by_id, next_due_at, next_period_key,
    paused_at, retired_at)
VALUES
    (1, 1, 1, 'rough', '2026-03-24T09:30:00.000000Z', 1, '2026-04-12T23:00:00.000000Z', '2026-W15', NULL, NULL),
    (2, 1, 1, 'meals', '2026-03-24T09:30:00.000000Z', 1, '2026-04-12T23:00:00.000000Z', '2026-W15', NULL, NULL),
    (3, 1, 1, 'calls', '2026-03-24T09:30:00.000000Z', 1, '2026-04-12T18:30:00.000000Z', '2026-W15', NULL, NULL),
    (4, 1, 1, 'beds', '2026-03-24T09:30:00.000000Z', 1, '2026-04-13T04:00:00.000000Z', '2026-W15', '2026-04-06T16:00:00.000000Z', NULL),
    (5, 1, 1, 'visits', '2026-03-24T09:30:00.000000Z', 1, '2026-04-12T23:00:00.000000Z', '2026-W15', NULL, NULL),
    (6, 1, 1, 'flats', '2026-03-24T09:30:00.000000Z', 1, '2026-04-12T23:00:00.000000Z', '2026-W15', NULL, NULL),
    (7, 1, 2, 'days', '2026-03-24T09:30:00.000000Z', 1, '2026-04-30T23:00:00.000000Z', '2026-04', NULL, NULL);

INSERT INTO note (id, workspace_id, outcome_id, kind, text, made_at, made_by_id)
VALUES
    (1, 1, 1, 'decision', 'A second van from April: the first is always full', '2026-03-26T15:00:00.000000Z', 1);

INSERT INTO outcome_definition (id, workspace_id, outcome_id, statement, why, channel_id, accountable_id, starts_on,
    ends_on, parent_id, effective_on, made_at, made_by_id, reason)
VALUES
    (1, 1, 1, 'Fewer people sleep rough in our borough', '', 1, 1, NULL, NULL, NULL, '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (2, 1, 2, 'Nobody waits for a doctor', '', 2, 1, NULL, NULL, NULL, '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (3, 1, 3, 'The old house is let', '', 3, 1, NULL, NULL, NULL, '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (4, 1, 4, 'Volunteers stay', '', 4, 2, NULL, NULL, NULL, '2026-03-24', '2026-03-24T09:30:00.000000Z', 2, ''),
    (5, 1, 5, 'Neighbours know us', '', 5, 1, NULL, NULL, NULL, '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, '');

INSERT INTO baseline (id, workspace_id, indicator_id, amount, numerator, denominator, measured_on, is_provisional,
    effective_on, made_at, made_by_id, reason)
VALUES
    (1, 1, 1, '120', NULL, NULL, '2026-03-01', false, '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, '');

INSERT INTO due_reading (id, workspace_id, indicator_id, period_key, period_first_on, period_last_on, owner_id,
    due_on, state, times_asked, first_asked_at, last_asked_at, grace_ends_at, grace_extended, settled_at)
VALUES
    (1, 1, 3, '2026-W13', '2026-03-23', '2026-03-29', 2, '2026-03-30', 'missed', 2, '2026-03-30T03:30:00.000000Z', '2026-04-01T03:30:00.000000Z', '2026-04-01T18:30:00.000000Z', false, '2026-04-01T18:30:00.000000Z'),
    (2, 1, 1, '2026-W13', '2026-03-23', '2026-03-29', 1, '2026-03-30', 'on_time', 1, '2026-03-30T08:00:00.000000Z', '2026-03-30T08:00:00.000000Z', '2026-04-01T23:00:00.000000Z', false, '2026-03-30T08:30:00.000000Z'),
    (3, 1, 2, '2026-W13', '2026-03-23', '2026-03-29', 1, '2026-03-30', 'late', 2, '2026-03-30T08:00:00.000000Z', '2026-03-31T08:00:00.000000Z', '2026-04-01T23:00:00.000000Z', false, '2026-03-31T09:00:00.000000Z'),
    (4, 1, 5, '2026-W13', '2026-03-23', '2026-03-29', 4, '2026-03-30', 'due', 0, NULL, NULL, NULL, false, NULL),
    (5, 1, 6, '2026-W13', '2026-03-23', '2026-03-29', 5, '2026-03-30', 'due', 0, NULL, NULL, NULL, false, NULL),
    (6, 1, 4, '2026-W13', '2026-03-23', '2026-03-29', 3, '2026-03-30', 'no_data', 1, '2026-03-31T13:00:00.000000Z', '2026-03-31T13:00:00.000000Z', '2026-04-03T04:00:00.000000Z', false, '2026-04-01T10:00:00.000000Z'),
    (7, 1, 7, '2026-03', '2026-03-01', '2026-03-31', 6, '2026-04-01', 'missed', 2, '2026-04-01T08:00:00.000000Z', '2026-04-02T08:00:00.000000Z', '2026-04-03T23:00:00.000000Z', false, '2026-04-03T23:00:00.000000Z'),
    (8, 1, 3, '2026-W14', '2026-03-30', '2026-04-05', 2, '2026-04-06', 'on_time', 1, '2026-04-06T12:00:00.000000Z', '2026-04-06T12:00:00.000000Z', '2026-04-08T18:30:00.000000Z', false, '2026-04-06T12:20:00.000000Z'),
    (9, 1, 1, '2026-W14', '2026-03-30', '2026-04-05', 1, '2026-04-06', 'on_time', 1, '2026-04-06T12:00:00.000000Z', '2026-04-06T12:00:00.000000Z', '2026-04-08T23:00:00.000000Z', false, '2026-04-06T12:30:00.000000Z'),
    (10, 1, 2, '2026-W14', '2026-03-30', '2026-04-05', 1, '2026-04-06', 'due', 1, '2026-04-06T12:00:00.000000Z', '2026-04-06T12:00:00.000000Z', '2026-04-08T23:00:00.000000Z', false, NULL),
    (11, 1, 5, '2026-W14', '2026-03-30', '2026-04-05', 4, '2026-04-06', 'due', 0, NULL, NULL, NULL, false, NULL),
    (12, 1, 6, '2026-W14', '2026-03-30', '2026-04-05', 5, '2026-04-06', 'due', 0, NULL, NULL, NULL, false, NULL),
    (13, 1, 4, '2026-W14', '2026-03-30', '2026-04-05', 3, '2026-04-06', 'on_time', 0, NULL, NULL, NULL, false, '2026-04-06T13:00:00.000000Z');

INSERT INTO indicator_definition (id, workspace_id, indicator_id, name, description, kind, unit, scale, direction,
    level, combine, cadence, effective_on, made_at, made_by_id, reason)
VALUES
    (1, 1, 1, 'People sleeping rough', '', 'number', 'people', '[]', 'decrease', 'outcome', 'last', '{"every": "week", "due": "working_day_after"}', '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (2, 1, 2, 'Meals served', '', 'number', 'people', '[]', 'decrease', 'outcome', 'last', '{"every": "week", "due": "working_day_after"}', '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (3, 1, 3, 'Calls answered', '', 'percent', '', '[]', 'decrease', 'outcome', 'last', '{"every": "week", "due": "working_day_after"}', '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (4, 1, 4, 'Beds free', '', 'number', 'people', '[]', 'decrease', 'outcome', 'last', '{"every": "week", "due": "working_day_after"}', '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (5, 1, 5, 'Street visits', '', 'number', 'people', '[]', 'decrease', 'outcome', 'last', '{"every": "week", "due": "working_day_after"}', '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (6, 1, 6, 'Flats found', '', 'number', 'people', '[]', 'decrease', 'outcome', 'last', '{"every": "week", "due": "working_day_after"}', '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (7, 1, 7, 'Days until seen', '', 'number', 'people', '[]', 'decrease', 'outcome', 'last', '{"every": "month", "due": "working_day_after"}', '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, '');

INSERT INTO message (id, workspace_id, key, kind, priority, person_id, channel_id, digest_run_id, thread_of_id,
    planned_for, state, ready_at, expires_at, token, attempts, ambiguous, absent_reads, tried_at, unreadable_since,
    slack_channel, slack_ts, error, created_at, sent_at, closed_at, replaced_by_id, refresh_at, refresh_attempts)
VALUES
    (1, 1, 'digest:C4:2026-03-29', 'digest', 4, NULL, 4, 1, NULL, '2026-03-29T03:30:00.000000Z', 'sent', '2026-03-29T03:31:00.000000Z', '2026-03-30T03:30:00.000000Z', NULL, 1, 0, 0, '2026-03-29T03:30:00.000000Z', NULL, 'C4', '1774755001.000000', NULL, '2026-03-29T03:30:00.000000Z', '2026-03-29T03:30:00.000000Z', NULL, NULL, NULL, 0),
    (2, 1, 'reminder:UBOB:2026-03-30', 'reminder', 2, 2, NULL, NULL, NULL, '2026-03-30T03:30:00.000000Z', 'sent', '2026-03-30T03:31:00.000000Z', '2026-03-30T12:30:00.000000Z', NULL, 1, 0, 0, '2026-03-30T03:30:00.000000Z', NULL, 'DUBOB', '1774841402.000000', NULL, '2026-03-30T03:30:00.000000Z', '2026-03-30T03:30:00.000000Z', NULL, NULL, NULL, 0),
    (3, 1, 'reminder:UALICE:2026-03-30', 'reminder', 2, 1, NULL, NULL, NULL, '2026-03-30T08:00:00.000000Z', 'sent', '2026-03-30T08:01:00.000000Z', '2026-03-30T17:00:00.000000Z', NULL, 1, 0, 0, '2026-03-30T08:00:00.000000Z', NULL, 'DALICE', '1774857603.000000', NULL, '2026-03-30T08:00:00.000000Z', '2026-03-30T08:00:00.000000Z', NULL, NULL, NULL, 0),
    (4, 1, 'reminder:UGRACE:2026-03-30', 'reminder', 2, 5, NULL, NULL, NULL, '2026-03-30T08:00:00.000000Z', 'cancelled', '2026-03-30T08:00:00.000000Z', '2026-03-30T17:00:00.000000Z', NULL, 0, 0, 0, NULL, NULL, NULL, NULL, 'the account is deactivated', '2026-03-30T08:00:00.000000Z', NULL, NULL, NULL, NULL, 0),
    (5, 1, 'reminder:UCHARLIE:2026-03-30', 'reminder', 2, 3, NULL, NULL, NULL, '2026-03-30T13:00:00.000000Z', 'cancelled', '2026-03-31T13:30:00.000000Z', '2026-03-30T22:00:00.000000Z', NULL, 0, 0, 0, NULL, NULL, NULL, NULL, 'a newer message names the same', '2026-03-30T13:00:00.000000Z', NULL, NULL, NULL, '2026-04-01T10:00:00.000000Z', 0),
    (6, 1, 'second-ping:UBOB:2026-03-31', 'second_ping', 3, 2, NULL, NULL, 2, '2026-03-31T03:30:00.000000Z', 'expired', '2026-03-31T12:40:00.000000Z', '2026-03-31T12:30:00.000000Z', NULL, 0, 0, 0, NULL, NULL, NULL, NULL, 'its time had passed', '2026-03-31T03:30:00.000000Z', NULL, NULL, NULL, '2026-04-01T18:30:00.000000Z', 0),
    (7, 1, 'second-ping:UALICE:2026-03-31', 'second_ping', 3, 1, NULL, NULL, 3, '2026-03-31T08:00:00.000000Z', 'sent', '2026-03-31T08:01:00.000000Z', '2026-03-31T17:00:00.000000Z', NULL, 1, 0, 0, '2026-03-31T08:00:00.000000Z', NULL, 'DALICE', '1774944007.000000', NULL, '2026-03-31T08:00:00.000000Z', '2026-03-31T08:00:00.000000Z', NULL, NULL, NULL, 0),
    (8, 1, 'digest:C1:2026-03-31', 'digest', 4, NULL, 1, 2, NULL, '2026-03-31T08:00:00.000000Z', 'sent', '2026-03-31T08:01:00.000000Z', '2026-04-01T08:00:00.000000Z', NULL, 1, 0, 0, '2026-03-31T08:00:00.000000Z', NULL, 'C1', '1774944008.000000', NULL, '2026-03-31T08:00:00.000000Z', '2026-03-31T08:00:00.000000Z', NULL, NULL, NULL, 0),
    (9, 1, 'digest:C2:2026-03-31', 'digest', 4, NULL, 2, 3, NULL, '2026-03-31T08:00:00.000000Z', 'dead', '2026-03-31T08:01:00.000000Z', '2026-04-01T08:00:00.000000Z', '76bdb0b1ecceb7ec', 1, 0, 0, '2026-03-31T08:00:00.000000Z', NULL, NULL, NULL, 'is_archived', '2026-03-31T08:00:00.000000Z', NULL, NULL, NULL, NULL, 0),
    (10, 1, 'digest:C3:2026-03-31', 'digest', 4, NULL, 3, 4, NULL, '2026-03-31T08:00:00.000000Z', 'cancelled', '2026-03-31T08:00:00.000000Z', '2026-04-01T08:00:00.000000Z', NULL, 0, 0, 0, NULL, NULL, NULL, NULL, 'no outcomes here any more', '2026-03-31T08:00:00.000000Z', NULL, NULL, NULL, NULL, 0),
    (11, 1, 'digest:C5:2026-03-31', 'digest', 4, NULL, 5, 5, NULL, '2026-03-31T08:00:00.000000Z', 'sent', '2026-03-31T08:01:00.000000Z', '2026-04-01T08:00:00.000000Z', NULL, 1, 0, 0, '2026-03-31T08:00:00.000000Z', NULL, 'C5', '1774944011.000000', NULL, '2026-03-31T08:00:00.000000Z', '2026-03-31T08:00:00.000000Z', NULL, NULL, NULL, 0),
    (12, 1, 'operator:9:UDANA', 'operator', 1, 6, NULL, NULL, NULL, '2026-03-31T08:00:00.000000Z', 'sent', '2026-03-31T08:01:00.000000Z', NULL, NULL, 1, 0, 0, '2026-03-31T08:00:00.000000Z', NULL, 'DUDANA', '1774944012.000000', NULL, '2026-03-31T08:00:00.000000Z', '2026-03-31T08:00:00.000000Z', NULL, NULL, NULL, 0),
    (13, 1, 'operator:9:UFRIDA', 'operator', 1, 7, NULL, NULL, NULL, '2026-03-31T08:00:00.000000Z', 'sent', '2026-03-31T08:01:00.250000Z', NULL, NULL, 1, 0, 0, '2026-03-31T08:00:00.250000Z', NULL, 'DUFRIDA', '1774944013.250000', NULL, '2026-03-31T08:00:00.000000Z', '2026-03-31T08:00:00.250000Z', NULL, NULL, NULL, 0),
    (14, 1, 'reminder:UCHARLIE:2026-03-31', 'reminder', 2, 3, NULL, NULL, NULL, '2026-03-31T13:00:00.000000Z', 'dead', '2026-03-31T13:01:00.000000Z', '2026-03-31T22:00:00.000000Z', '22fa2dec9397c6e9', 1, 0, 0, '2026-03-31T13:00:00.000000Z', NULL, NULL, NULL, 'cannot_dm_bot: [ERROR] not allowed', '2026-03-31T13:00:00.000000Z', NULL, NULL, NULL, '2026-04-01T10:00:00.000000Z', 0),
    (15, 1, 'operator:14:UDANA', 'operator', 1, 6, NULL, NULL, NULL, '2026-03-31T13:00:00.000000Z', 'sent', '2026-03-31T13:01:00.000000Z', NULL, NULL, 1, 0, 0, '2026-03-31T13:00:00.000000Z', NULL, 'DUDANA', '1774962015.000000', NULL, '2026-03-31T13:00:00.000000Z', '2026-03-31T13:00:00.000000Z', NULL, NULL, NULL, 0),
    (16, 1, 'operator:14:UFRIDA', 'operator', 1, 7, NULL, NULL, NULL, '2026-03-31T13:00:00.000000Z', 'dead', '2026-03-31T13:01:00.000000Z', NULL, '17f5df445b847a79', 1, 0, 0, '2026-03-31T13:00:00.000000Z', NULL, NULL, NULL, 'user_not_found', '2026-03-31T13:00:00.000000Z', NULL, NULL, NULL, NULL, 0),
    (17, 1, 'second-ping:UBOB:2026-04-01', 'second_ping', 3, 2, NULL, NULL, 2, '2026-04-01T03:30:00.000000Z', 'sent', '2026-04-01T03:31:00.000000Z', '2026-04-01T12:30:00.000000Z', NULL, 1, 0, 0, '2026-04-01T03:30:00.000000Z', NULL, 'DUBOB', '1775014217.000000', NULL, '2026-04-01T03:30:00.000000Z', '2026-04-01T03:30:00.000000Z', NULL, NULL, NULL, 0),
    (18, 1, 'reminder:UDANA:2026-04-01', 'reminder', 2, 6, NULL, NULL, NULL, '2026-04-01T08:00:00.000000Z', 'sent', '2026-04-01T08:01:00.000000Z', '2026-04-01T17:00:00.000000Z', NULL, 1, 0, 0, '2026-04-01T08:00:00.000000Z', NULL, 'DUDANA', '1775030418.000000', NULL, '2026-04-01T08:00:00.000000Z', '2026-04-01T08:00:00.000000Z', NULL, NULL, NULL, 0),
    (19, 1, 'second-ping:UDANA:2026-04-02', 'second_ping', 3, 6, NULL, NULL, 18, '2026-04-02T08:00:00.000000Z', 'sent', '2026-04-02T08:01:00.000000Z', '2026-04-02T17:00:00.000000Z', NULL, 1, 0, 0, '2026-04-02T08:00:00.000000Z', NULL, 'DUDANA', '1775116819.000000', NULL, '2026-04-02T08:00:00.000000Z', '2026-04-02T08:00:00.000000Z', NULL, NULL, NULL, 0),
    (20, 1, 'reminder:UBOB:2026-04-06', 'reminder', 2, 2, NULL, NULL, NULL, '2026-04-06T03:30:00.000000Z', 'sent', '2026-04-06T12:01:00.000000Z', '2026-04-06T12:30:00.000000Z', NULL, 1, 0, 0, '2026-04-06T12:00:00.000000Z', NULL, 'DUBOB', '1775476820.000000', NULL, '2026-04-06T12:00:00.000000Z', '2026-04-06T12:00:00.000000Z', NULL, NULL, NULL, 0),
    (21, 1, 'reminder:UALICE:2026-04-06', 'reminder', 2, 1, NULL, NULL, NULL, '2026-04-06T08:00:00.000000Z', 'sent', '2026-04-06T12:01:00.000000Z', '2026-04-06T17:00:00.000000Z', NULL, 1, 0, 0, '2026-04-06T12:00:00.000000Z', NULL, 'DALICE', '1775476821.000000', NULL, '2026-04-06T12:00:00.000000Z', '2026-04-06T12:00:00.000000Z', NULL, NULL, NULL, 0),
    (22, 1, 'outage:1:UDANA', 'operator', 1, 6, NULL, NULL, NULL, '2026-04-06T12:00:00.000000Z', 'sent', '2026-04-06T12:01:00.000000Z', NULL, NULL, 1, 0, 0, '2026-04-06T12:00:00.000000Z', NULL, 'DUDANA', '1775476822.000000', NULL, '2026-04-06T12:00:00.000000Z', '2026-04-06T12:00:00.000000Z', NULL, NULL, NULL, 0),
    (23, 1, 'outage:1:UFRIDA', 'operator', 1, 7, NULL, NULL, NULL, '2026-04-06T12:00:00.000000Z', 'sent', '2026-04-06T12:01:00.000000Z', NULL, NULL, 1, 0, 0, '2026-04-06T12:00:00.000000Z', NULL, 'DUFRIDA', '1775476823.000000', NULL, '2026-04-06T12:00:00.000000Z', '2026-04-06T12:00:00.000000Z', NULL, NULL, NULL, 0),
    (24, 1, 'reminder:UCHARLIE:2026-04-06', 'reminder', 2, 3, NULL, NULL, NULL, '2026-04-06T13:00:00.000000Z', 'cancelled', '2026-04-06T13:00:00.000000Z', '2026-04-06T22:00:00.000000Z', NULL, 0, 0, 0, NULL, NULL, NULL, NULL, 'everything it names has been answered', '2026-04-06T13:00:00.000000Z', NULL, NULL, NULL, '2026-04-06T13:00:00.000000Z', 0),
    (25, 1, 'second-ping:UALICE:2026-04-07', 'second_ping', 3, 1, NULL, NULL, 21, '2026-04-07T08:00:00.000000Z', 'queued', '2026-04-07T08:00:05.537185Z', '2026-04-07T17:00:00.000000Z', NULL, 1, 0, 0, '2026-04-07T08:00:00.000000Z', NULL, NULL, NULL, 'not connected: Cannot connect to host slack.com:443', '2026-04-07T08:00:00.000000Z', NULL, NULL, NULL, NULL, 0),
    (26, 1, 'digest:C1:2026-04-07', 'digest', 4, NULL, 1, 7, NULL, '2026-04-07T08:00:00.000000Z', 'unknown', '2026-04-07T08:01:00.000000Z', '2026-04-08T08:00:00.000000Z', '783ac9363a36de33', 1, 1, 0, '2026-04-07T08:00:00.000000Z', NULL, NULL, NULL, 'TimeoutError: ', '2026-04-07T08:00:00.000000Z', NULL, NULL, NULL, NULL, 0),
    (27, 1, 'digest:C2:2026-04-07', 'digest', 4, NULL, 2, 8, NULL, '2026-04-07T08:00:00.000000Z', 'dead', '2026-04-07T08:01:00.000000Z', '2026-04-08T08:00:00.000000Z', '59d090af864297a0', 1, 0, 0, '2026-04-07T08:00:00.000000Z', NULL, NULL, NULL, 'is_archived', '2026-04-07T08:00:00.000000Z', NULL, NULL, NULL, NULL, 0),
    (28, 1, 'digest:C5:2026-04-07', 'digest', 4, NULL, 5, 10, NULL, '2026-04-07T08:00:00.000000Z', 'sending', '2026-04-07T08:01:00.000000Z', '2026-04-08T08:00:00.000000Z', '20c7f11c44efe81a', 1, 0, 0, '2026-04-07T08:00:00.000000Z', NULL, NULL, NULL, NULL, '2026-04-07T08:00:00.000000Z', NULL, NULL, NULL, NULL, 0),
    (29, 1, 'operator:27:UDANA', 'operator', 1, 6, NULL, NULL, NULL, '2026-04-07T08:00:00.000000Z', 'queued', '2026-04-07T08:01:02.000000Z', NULL, NULL, 0, 0, 0, '2026-04-07T08:00:00.000000Z', NULL, NULL, NULL, 'ratelimited', '2026-04-07T08:00:00.000000Z', NULL, NULL, NULL, NULL, 0),
    (30, 1, 'operator:27:UFRIDA', 'operator', 1, 7, NULL, NULL, NULL, '2026-04-07T08:00:00.000000Z', 'unknown', '2026-04-07T08:01:02.000000Z', NULL, 'ad2cce3a41ba4492', 1, 1, 0, '2026-04-07T08:00:02.000000Z', NULL, NULL, NULL, 'status 500', '2026-04-07T08:00:00.000000Z', NULL, NULL, NULL, NULL, 0),
    (31, 1, 'invitation:C9:UALICE', 'operator', 0, 1, NULL, NULL, NULL, '2026-04-07T08:00:30.000000Z', 'queued', '2026-04-07T08:00:30.000000Z', NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, 'Your outcome is saved. Its channel is private and I am not in it, so its digest cannot be posted there yet. Open the channel and type /invite @Outcome Bot', '2026-04-07T08:00:30.000000Z', NULL, NULL, NULL, NULL, 0);

INSERT INTO ownership (id, workspace_id, indicator_id, owner_id, backup_id, effective_on, made_at, made_by_id, reason)
VALUES
    (1, 1, 1, 1, NULL, '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (2, 1, 2, 1, NULL, '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (3, 1, 3, 2, NULL, '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (4, 1, 4, 3, NULL, '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (5, 1, 5, 4, NULL, '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (6, 1, 6, 5, NULL, '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (7, 1, 7, 6, NULL, '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, '');

INSERT INTO reading (id, workspace_id, indicator_id, period_key, period_first_on, period_last_on, is_no_data, amount,
    numerator, denominator, typed, note, confidence, as_of_on, route, submitted_at, submitted_by_id, supersedes_id)
VALUES
    (1, 1, 1, '2026-W12', '2026-03-16', '2026-03-22', false, '120', NULL, NULL, '120', 'counted twice', 'sure', '2026-03-22', 'command', '2026-03-24T10:00:00.000000Z', 1, NULL),
    (2, 1, 3, '2026-W12', '2026-03-16', '2026-03-22', false, '84.50', NULL, NULL, '84.50', '', NULL, '2026-03-22', 'message', '2026-03-24T11:00:00.000000Z', 2, NULL),
    (3, 1, 2, '2026-W12', '2026-03-16', '2026-03-22', false, '415', NULL, NULL, '415', '', NULL, '2026-03-22', 'command', '2026-03-24T11:00:00.000000Z', 1, NULL),
    (4, 1, 2, '2026-W12', '2026-03-16', '2026-03-22', false, '451', NULL, NULL, '451', '', NULL, '2026-03-22', 'command', '2026-03-24T11:06:00.000000Z', 1, NULL),
    (5, 1, 1, '2026-W13', '2026-03-23', '2026-03-29', false, '112', NULL, NULL, '112', '', NULL, '2026-03-29', 'message', '2026-03-30T08:30:00.000000Z', 1, NULL),
    (6, 1, 1, '2026-W13', '2026-03-23', '2026-03-29', false, '110', NULL, NULL, '110', 'one was counted twice', 'fairly', '2026-03-29', 'command', '2026-03-30T08:40:00.000000Z', 1, NULL),
    (7, 1, 2, '2026-W13', '2026-03-23', '2026-03-29', false, '430', NULL, NULL, '430', '', NULL, '2026-03-29', 'command', '2026-03-31T09:00:00.000000Z', 1, NULL),
    (8, 1, 4, '2026-W13', '2026-03-23', '2026-03-29', true, NULL, NULL, NULL, 'n/d', 'the counter was ill', NULL, '2026-03-29', 'command', '2026-04-01T10:00:00.000000Z', 3, NULL),
    (9, 1, 3, '2026-W14', '2026-03-30', '2026-04-05', false, '85.25', NULL, NULL, '85.25', '', NULL, '2026-04-05', 'message', '2026-04-06T12:20:00.000000Z', 2, NULL),
    (10, 1, 1, '2026-W14', '2026-03-30', '2026-04-05', false, '108', NULL, NULL, '108', '', 'sure', '2026-04-05', 'command', '2026-04-06T12:30:00.000000Z', 1, NULL),
    (11, 1, 4, '2026-W14', '2026-03-30', '2026-04-05', false, '14', NULL, NULL, '14', '', NULL, '2026-04-05', 'command', '2026-04-06T13:00:00.000000Z', 3, NULL),
    (12, 1, 3, '2026-W14', '2026-03-30', '2026-04-05', false, '85.75', NULL, NULL, '85.75', 'two calls were counted late', NULL, '2026-04-05', 'message', '2026-04-07T05:00:00.000000Z', 2, 9);

INSERT INTO target (id, workspace_id, indicator_id, amount, numerator, denominator, low, high, starts_on, due_on,
    path, points, effective_on, made_at, made_by_id, reason)
VALUES
    (1, 1, 1, '60', NULL, NULL, NULL, NULL, '2026-03-01', '2026-12-31', 'straight', '[]', '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, '');

INSERT INTO message_item (message_id, due_reading_id, workspace_id)
VALUES
    (2, 1, 1),
    (3, 2, 1),
    (3, 3, 1),
    (4, 5, 1),
    (5, 6, 1),
    (6, 1, 1),
    (7, 3, 1),
    (14, 6, 1),
    (17, 1, 1),
    (18, 7, 1),
    (19, 7, 1),
    (20, 8, 1),
    (21, 9, 1),
    (21, 10, 1),
    (25, 10, 1);

INSERT INTO retraction (id, workspace_id, indicator_id, reading_id, made_at, made_by_id, reason)
VALUES
    (1, 1, 2, 3, '2026-03-24T11:05:00.000000Z', 1, 'undo');
