/*
 * `serve --demo`: what a stranger needs for the first call, on standard output.
 */
#pragma once

#include "base/str.h"
#include "conf/conf.h"
#include "store/store.h"

/*
 * Fills an empty store with demo data and prints its token, one contact's id and a curl that works;
 * on a store that has something in it, prints how to make a token.
 */
void demo_note_print(struct store *store, const struct conf *conf, struct str address);
