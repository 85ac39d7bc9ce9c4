#define TOML_ENABLE_FORMATTERS 0
// How deep arrays and tables may nest. The parser, and what frees its values, recurses.
#define TOML_MAX_NESTED_VALUES 16
// toml++ 3.3 asserts of some mistakes, such as `[}`, that nobody makes them, and would end the
// program. What stands behind these assertions tells of the mistake like of any other.
#define TOML_ASSERT(condition) static_assert(true)
#undef NDEBUG  // with it, the optimizer would rely on them
#include "toml_document.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <vector>

struct vg_toml_document {
  toml::table table;
  std::vector<vg_toml_value> values;
};

namespace {

vg_toml_value value_of(const toml::node &node) {
  vg_toml_value value = {};
  value.line = node.source().begin.line;
  if (auto *table = node.as_table()) {
    value.kind = vg_toml_table;
    value.count = table->size();
  } else if (auto *array = node.as_array()) {
    value.kind = vg_toml_array;
    value.count = array->size();
  } else if (auto *text = node.as_string()) {
    value.kind = vg_toml_string;
    value.text = text->get().data();
    value.count = text->get().size();
  } else if (auto *integer = node.as_integer()) {
    value.kind = vg_toml_integer;
    value.integer = integer->get();
  } else if (auto *number = node.as_floating_point()) {
    value.kind = vg_toml_number;
    value.number = number->get();
  } else if (auto *flag = node.as_boolean()) {
    value.kind = vg_toml_boolean;
    value.integer = flag->get();
  } else {
    value.kind = vg_toml_date;
    if (auto *date = node.as_date()) {
      value.integer = date->get().year * 10000 + date->get().month * 100 + date->get().day;
    }
  }
  return value;
}

// Lists the values, those of one array or table side by side; without recursion, for a key of many
// parts nests tables deeper than values nest.
std::vector<vg_toml_value> values_of(const toml::table &top) {
  std::vector<vg_toml_value> values = {value_of(top)};
  std::vector<const toml::node *> nodes = {&top};
  for (size_t index = 0; index < nodes.size(); index++) {
    const toml::node &node = *nodes[index];
    values[index].first = values.size();
    if (auto *array = node.as_array()) {
      for (auto &&item : *array) {
        nodes.push_back(&item);
        values.push_back(value_of(item));
      }
    } else if (auto *table = node.as_table()) {
      for (auto &&[key, item] : *table) {
        nodes.push_back(&item);
        values.push_back(value_of(item));
        values.back().key = key.str().data();
        values.back().key_length = key.str().size();
        values.back().key_line = key.source().begin.line;
      }
    }
  }
  return values;
}

// The parts that a dotted key may have. toml++ bounds how deep values nest, but not how deep the
// tables do that one key opens: a long key would overflow the stack.
constexpr int most_key_parts = 16;

// The place behind the string that begins at `start`, or the end of its line where it has no end.
size_t end_of_string(std::string_view text, size_t start) {
  const char quote = text[start];
  const std::string_view closing = quote == '"' ? "\"\"\"" : "'''";
  const bool multiline = text.substr(start, 3) == closing;
  size_t at = start + (multiline ? 3 : 1);
  for (; at < text.size(); at++) {
    if (text[at] != quote && text[at] != '\\' && text[at] != '\n') continue;
    if (quote == '"' && text[at] == '\\') {
      at++;
    } else if (!multiline && (text[at] == quote || text[at] == '\n')) {
      return at + (text[at] == quote);
    } else if (multiline && text.substr(at, 3) == closing) {
      // One or two quotes before the closing ones belong to the text.
      for (at += 3; at < text.size() && text[at] == quote;) at++;
      return at;
    }
  }
  return text.size();
}

// The line of the first key with too many parts, or 0 where there is none.
uint32_t line_of_long_key(std::string_view text) {
  int dots = 0;
  for (size_t at = 0; at < text.size();) {
    switch (text[at]) {
      case '"':
      case '\'':
        at = end_of_string(text, at);
        continue;
      case '#':
        at = std::min(text.find('\n', at), text.size());
        continue;
      case '.':
        if (++dots >= most_key_parts)
          return 1 + static_cast<uint32_t>(std::count(text.begin(), text.begin() + at, '\n'));
        break;
      case '\n':
      case '=':
      case ',':
      case '[':
      case ']':
      case '{':
      case '}':
        dots = 0;
    }
    at++;
  }
  return 0;
}

}  // namespace

vg_toml_document *vg_toml_parse(const char *text, size_t length, vg_toml_error *error) {
  const std::string_view whole(text, length);
  error->line = line_of_long_key(whole);
  error->column = 1;
  if (error->line) {
    std::snprintf(error->message, sizeof error->message, "a key has more than %d parts",
                  most_key_parts);
    return nullptr;
  }
  try {
    auto document = std::make_unique<vg_toml_document>();
    document->table = toml::parse(whole);
    document->values = values_of(document->table);
    return document.release();
  } catch (const toml::parse_error &problem) {
    error->line = problem.source().begin.line;
    error->column = problem.source().begin.column;
    std::snprintf(error->message, sizeof error->message, "%s",
                  std::string(problem.description()).c_str());
  } catch (const std::bad_alloc &) {
    error->line = 0;
    std::snprintf(error->message, sizeof error->message, "out of memory");
  }
  return nullptr;
}

void vg_toml_free(vg_toml_document *document) { delete document; }

const vg_toml_value *vg_toml_values(const vg_toml_document *document) {
  return document->values.data();
}

size_t vg_toml_find(const vg_toml_document *document, size_t table, const char *key,
                    size_t length) {
  auto begin = document->values.begin() + document->values[table].first;
  auto end = begin + document->values[table].count;
  const std::string_view wanted(key, length);
  auto key_of = [](const vg_toml_value &value) {
    return std::string_view(value.key, value.key_length);
  };
  auto found = std::lower_bound(begin, end, wanted, [&](const vg_toml_value &value, auto &&other) {
    return key_of(value) < other;
  });
  return found != end && key_of(*found) == wanted ? found - document->values.begin() : 0;
}
