/*
 * The operations on what hangs on a contact, as HTTP has them.
 */
#pragma once

struct request;

void list_notes(struct request *request);
void create_note(struct request *request);
void get_note(struct request *request);
void update_note(struct request *request);
void delete_note(struct request *request);

void list_tasks(struct request *request);
void create_task(struct request *request);
void get_task(struct request *request);
void update_task(struct request *request);
void complete_task(struct request *request);
void delete_task(struct request *request);

void search_tasks(struct request *request);

void join_campaign(struct request *request);
void leave_campaign(struct request *request);
void leave_campaigns(struct request *request);
void join_workflow(struct request *request);
void leave_workflow(struct request *request);

void list_appointments(struct request *request);
