/*
 * The operations on folders of custom fields, as HTTP has them.
 */
#pragma once

struct request;

void create_custom_folder(struct request *request);
void rename_custom_folder(struct request *request);
void delete_custom_folder(struct request *request);
