#include <archive.h>
#include <archive_entry.h>
#include <sqlite3.h>
