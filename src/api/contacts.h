/*
 * The operations on contacts, as HTTP has them.
 */
#pragma once

struct request;

void create_contact(struct request *request);
void get_contact(struct request *request);
void update_contact(struct request *request);
void set_additional(struct request *request);
void delete_contact(struct request *request);
void upsert_contact(struct request *request);
void find_duplicate_contact(struct request *request);

void add_tags(struct request *request);
void remove_tags(struct request *request);
void add_followers(struct request *request);
void remove_followers(struct request *request);
