/*
 * The operations on locations, as HTTP has them.
 */
#pragma once

struct request;

void create_location(struct request *request);
void search_locations(struct request *request);
void get_location(struct request *request);
void update_location(struct request *request);
void delete_location(struct request *request);

void list_time_zones(struct request *request);
