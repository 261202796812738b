/*
 * The operations on contacts, as HTTP has them.
 */
#pragma once

struct request;

void create_contact(struct request *request);
void get_contact(struct request *request);
void update_contact(struct request *request);
void delete_contact(struct request *request);
