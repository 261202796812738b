/*
 * Is it alive, can it serve: for service managers and load balancers. No token.
 */
#pragma once

struct request;

void health_live(struct request *request);

/* 503 while stopping and while the store cannot write. */
void health_ready(struct request *request);
