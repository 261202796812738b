/*
 * Contacts found: POST /contacts/search, and the lists that are searches with a filter of their
 * own.
 */
#pragma once

#include "api/request.h"

void search_contacts(struct request *request);
void list_contacts(struct request *request);    /* deprecated; gone under v3 */
void look_up_contacts(struct request *request); /* v3 only */
void list_contacts_of_business(struct request *request);
