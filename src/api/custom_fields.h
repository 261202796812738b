/*
 * The operations on custom fields, those of locations and those of objects, as HTTP has them.
 */
#pragma once

struct request;

void list_location_fields(struct request *request);
void create_location_field(struct request *request);
void get_location_field(struct request *request);
void update_location_field(struct request *request);
void delete_location_field(struct request *request);

void list_object_fields(struct request *request);
void create_object_field(struct request *request);
void get_object_field(struct request *request);
void update_object_field(struct request *request);
void delete_object_field(struct request *request);
