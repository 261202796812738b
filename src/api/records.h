/*
 * The operations on what a location has besides contacts, as HTTP has them.
 */
#pragma once

struct request;

void list_businesses(struct request *request);
void create_business(struct request *request);
void get_business(struct request *request);
void update_business(struct request *request);
void delete_business(struct request *request);

void list_location_tags(struct request *request);
void create_location_tag(struct request *request);
void get_location_tag(struct request *request);
void update_location_tag(struct request *request);
void delete_location_tag(struct request *request);

void list_custom_values(struct request *request);
void create_custom_value(struct request *request);
void get_custom_value(struct request *request);
void update_custom_value(struct request *request);
void delete_custom_value(struct request *request);

void create_user(struct request *request);
void update_user(struct request *request);
void delete_user(struct request *request);

void list_campaigns(struct request *request);
void list_workflows(struct request *request);
