/*
 * Contacts found: POST /contacts/search, and the lists that are searches with a filter of their
 * own.
 */
#pragma once

#include "api/request.h"

/* How many contacts a page of each list has at the most, and where nobody says (the schemas). */
enum { CONTACT_LIST_MAX = 100, CONTACT_LIST_USUAL = 20 };
enum { BUSINESS_LIST_MAX = 100, BUSINESS_LIST_USUAL = 25 };
enum { LOOK_UP_MAX = 20 };

void search_contacts(struct request *request);
void list_contacts(struct request *request);    /* deprecated; gone under v3 */
void look_up_contacts(struct request *request); /* v3 only */
void list_contacts_of_business(struct request *request);
