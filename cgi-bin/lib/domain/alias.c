#include <sodium.h>
#include <string.h>

#include "lib/domain/alias.h"

// clang-format off
static const char *const adjectives[] = {
	"Able", "Agile", "Airy", "Alert", "Amber", "Ample", "Apt", "Aware",
	"Balanced", "Blithe", "Bold", "Brave", "Breezy", "Bright", "Brisk",
	"Bronze", "Calm", "Candid", "Careful", "Cheerful", "Civil", "Clear",
	"Clever", "Copper", "Coral", "Cordial", "Cosmic", "Crisp", "Curious",
	"Dapper", "Daring", "Deft", "Devoted", "Eager", "Early", "Earnest",
	"Easy", "Elated", "Even", "Faithful", "Festive", "Fleet", "Fluent",
	"Focused", "Fond", "Free", "Fresh", "Friendly", "Genial", "Gentle",
	"Glad", "Gleaming", "Golden", "Graceful", "Grand", "Grateful", "Happy",
	"Hardy", "Hearty", "Helpful", "Honest", "Hopeful", "Humble", "Ideal",
	"Indigo", "Jolly", "Jovial", "Joyful", "Just", "Keen", "Kind",
	"Lasting", "Level", "Lively", "Loyal", "Lucid", "Lucky", "Mellow",
	"Merry", "Mild", "Mindful", "Modest", "Neat", "Nimble", "Noble",
	"Open", "Orderly", "Patient", "Peaceful", "Placid", "Plucky", "Poised",
	"Polite", "Precise", "Proud", "Prudent", "Quick", "Quiet", "Ready",
	"Restful", "Robust", "Scarlet", "Serene", "Silver", "Sincere",
	"Smooth", "Snowy", "Spirited", "Spry", "Stable", "Steady", "Still",
	"Sturdy", "Sunny", "Sure", "Swift", "Tidy", "Timely", "Tranquil",
	"Trusty", "Upbeat", "Valiant", "Vivid", "Warm", "Welcome", "Willing",
	"Worthy", "Zesty",
};

static const char *const animals[] = {
	"Albatross", "Alpaca", "Antelope", "Armadillo", "Avocet", "Badger",
	"Barbet", "Bittern", "Bluebird", "Bobcat", "Bunting", "Butterfly",
	"Camel", "Caracal", "Caribou", "Cheetah", "Chickadee", "Chinchilla",
	"Chipmunk", "Civet", "Condor", "Cormorant", "Crane", "Curlew", "Deer",
	"Dipper", "Dolphin", "Dormouse", "Dotterel", "Dove", "Dragonfly",
	"Dunlin", "Eagle", "Egret", "Eider", "Elk", "Ermine", "Falcon",
	"Fennec", "Ferret", "Finch", "Firefly", "Flamingo", "Fox", "Gannet",
	"Gazelle", "Gecko", "Gibbon", "Giraffe", "Goldcrest", "Grebe",
	"Grouse", "Hare", "Harrier", "Hawk", "Hedgehog", "Heron", "Hoopoe",
	"Hornbill", "Hummingbird", "Ibex", "Ibis", "Iguana", "Impala",
	"Jackdaw", "Jaguar", "Jay", "Jerboa", "Kestrel", "Kingfisher", "Kite",
	"Kiwi", "Koala", "Kudu", "Lapwing", "Lark", "Lemur", "Leopard",
	"Linnet", "Llama", "Lynx", "Macaw", "Magpie", "Manatee", "Marmot",
	"Marten", "Meerkat", "Merlin", "Moose", "Narwhal", "Newt",
	"Nightingale", "Nuthatch", "Ocelot", "Okapi", "Oriole", "Osprey",
	"Otter", "Owl", "Panda", "Pangolin", "Partridge", "Pelican", "Penguin",
	"Petrel", "Pika", "Plover", "Porpoise", "Puffin", "Quail", "Quokka",
	"Raccoon", "Raven", "Redstart", "Robin", "Seal", "Serval", "Sparrow",
	"Starling", "Stork", "Swallow", "Swan", "Tapir", "Tern", "Thrush",
	"Toucan", "Turtle", "Vole",
};
// clang-format on

_Static_assert(sizeof(adjectives) / sizeof(adjectives[0]) == ALIAS_ADJECTIVES &&
		   sizeof(animals) / sizeof(animals[0]) == ALIAS_ANIMALS,
    "the lists are as long as the header says");

const char *
alias_adjective(uint32_t i)
{
	return adjectives[i % ALIAS_ADJECTIVES];
}

const char *
alias_animal(uint32_t i)
{
	return animals[i % ALIAS_ANIMALS];
}

/* Neighbouring seeds are to give unlike names (the finalizer of splitmix64). */
static uint64_t
mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

const char *
alias_of_seed(struct arena *a, uint64_t seed)
{
	uint64_t x = mix(seed);

	return arena_printf(a, "%s %s %u", alias_adjective((uint32_t)(x >> 40)),
	    alias_animal((uint32_t)(x >> 20)), (unsigned)(x % 90) + 10);
}

const char *
alias_new(struct arena *a)
{
	uint64_t seed;

	randombytes_buf(&seed, sizeof(seed));
	return alias_of_seed(a, seed);
}

/* Past the word of the list that `at` starts with and the space behind it;
 * NULL when there is none. */
static const char *
past_word(const char *at, const char *const *words, size_t n)
{
	size_t len = strcspn(at, " "), i;

	for (i = 0; i < n && at[len] == ' '; i++)
		if (strlen(words[i]) == len && memcmp(words[i], at, len) == 0)
			return at + len + 1;
	return NULL;
}

bool
alias_is(const char *name)
{
	const char *at = past_word(name, adjectives, ALIAS_ADJECTIVES);

	if (at != NULL)
		at = past_word(at, animals, ALIAS_ANIMALS);
	return at != NULL && at[0] >= '1' && at[0] <= '9' && at[1] >= '0' &&
	       at[1] <= '9' && at[2] == '\0';
}
