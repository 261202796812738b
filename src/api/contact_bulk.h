/*
 * The operations on many contacts at once, as HTTP has them.
 */
#pragma once

struct request;

void add_tags_in_bulk(struct request *request);
void remove_tags_in_bulk(struct request *request);
void set_business_in_bulk(struct request *request);
