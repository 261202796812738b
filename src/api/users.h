/*
 * Finding users, as HTTP has it; their changes are in records.h.
 */
#pragma once

struct request;

void get_user(struct request *request);
void list_users(struct request *request);
void search_users(struct request *request);
void filter_users_by_email(struct request *request);
