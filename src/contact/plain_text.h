/*
 * What a person reads of a text that may be HTML: the bodyText of a note.
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"

/*
 * Without tags; <br> and the end of a paragraph, list item or division are line breaks; the five
 * entities of XML and &nbsp; are characters; trimmed. A text without "<" and "&" is itself. Not a
 * sanitizer: what comes out is text, and has to be escaped where it is shown.
 */
struct str plain_text_of(struct arena *arena, struct str html);
