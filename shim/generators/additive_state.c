/* SPDX-License-Identifier: MIT
 *
 * Reading and laying out additive states; no process, lock or lineage is known here.
 */
#include "additive_state.h"
#include "additive.h"

static const int words_of[TYPES] = {1, 7, 15, 31, 63};
static const int degree_of[TYPES] = {0, 7, 15, 31, 63};
static const int separation_of[TYPES] = {0, 3, 1, 3, 1};

int additive_words(int type)
{
	return words_of[type];
}

void additive_place(struct random_data *data, struct state_array array, long rear)
{
	int degree = degree_of[array.type];
	data->rand_type = array.type;
	data->rand_deg = degree;
	data->rand_sep = separation_of[array.type];
	data->state = array.words;
	data->end_ptr = array.words + degree;
	if (array.type == 0)
		return; /* libc leaves front and rear as they were */
	if (rear < 0 || rear >= degree)
		rear = 0;
	data->rptr = array.words + rear;
	data->fptr = array.words + (rear + data->rand_sep) % degree;
}

size_t additive_size(const struct random_data *data)
{
	return (size_t)words_of[data->rand_type] * sizeof *data->state;
}

uint32_t additive_rear(const struct random_data *data)
{
	return data->rand_type ? (uint32_t)(data->rptr - data->state) : 0;
}

void additive_mend(struct state_array array)
{
	unsigned char *first = (unsigned char *)array.words;
	if (array.type != 0)
		first[__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 0 : 3] |= 1;
}

static bool within(const struct random_data *data, const int32_t *pointer)
{
	return pointer >= data->state && pointer < data->end_ptr;
}

bool additive_is_whole(const struct random_data *data)
{
	int type = data->rand_type;
	return type >= 0 && type < TYPES && data->rand_deg == degree_of[type] &&
	       data->rand_sep == separation_of[type] && data->state &&
	       data->end_ptr == data->state + degree_of[type];
}

bool additive_is_consistent(const struct random_data *data)
{
	return additive_is_whole(data) &&
	       (data->rand_type == 0 ||
		(within(data, data->fptr) && within(data, data->rptr)));
}
