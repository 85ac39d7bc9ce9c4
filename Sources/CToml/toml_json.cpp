#define TOML_EXCEPTIONS 0
// How deep arrays and tables may nest. What walks through them recurses.
#define TOML_MAX_NESTED_VALUES 16
#include "toml_json.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <string>
#include <string_view>
#include <toml++/toml.h>

namespace {

void write_string(std::string &out, std::string_view text) {
  out += '"';
  for (unsigned char byte : text) {
    if (byte == '"' || byte == '\\') {
      out += '\\';
      out += static_cast<char>(byte);
    } else if (byte < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", byte);
      out += escape;
    } else {
      out += static_cast<char>(byte);
    }
  }
  out += '"';
}

void write_node(std::string &out, const toml::node &node);

void write_table(std::string &out, const toml::table &table) {
  std::string lines = "{";
  out += "{\"#line\":" + std::to_string(table.source().begin.line) + ',';
  for (auto &&[key, value] : table) {
    // A key of the file's own that begins like those two is told apart by another `#`.
    const std::string name = (key.str().substr(0, 1) == "#" ? "#" : "") + std::string(key.str());
    write_string(out, name);
    out += ':';
    write_node(out, value);
    out += ',';
    if (lines.size() > 1) lines += ',';
    write_string(lines, name);
    lines += ':' + std::to_string(key.source().begin.line);
  }
  out += "\"#\":" + lines + "}}";
}

void write_node(std::string &out, const toml::node &node) {
  if (auto *table = node.as_table()) {
    write_table(out, *table);
  } else if (auto *array = node.as_array()) {
    out += '[';
    bool first = true;
    for (auto &&item : *array) {
      if (!first) out += ',';
      first = false;
      write_node(out, item);
    }
    out += ']';
  } else if (auto *text = node.as_string()) {
    write_string(out, text->get());
  } else if (auto *integer = node.as_integer()) {
    out += std::to_string(integer->get());
  } else if (auto *flag = node.as_boolean()) {
    out += flag->get() ? "true" : "false";
  } else if (auto *number = node.as_floating_point()) {
    char digits[40];
    std::snprintf(digits, sizeof digits, "%.17g", number->get());
    // JSON has no infinity and no NaN; `null` would pass for a key that is not there.
    if (std::isfinite(number->get()))
      out += digits;
    else
      write_string(out, digits);
  } else {
    std::ostringstream text;
    if (auto *date = node.as_date()) text << date->get();
    if (auto *time = node.as_time()) text << time->get();
    if (auto *moment = node.as_date_time()) text << moment->get();
    write_string(out, text.str());
  }
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
  uint32_t line = 1;
  int dots = 0;
  for (size_t at = 0; at < text.size();) {
    const char byte = text[at];
    size_t next = at + 1;
    if (byte == '"' || byte == '\'') next = end_of_string(text, at);
    if (byte == '#') next = std::min(text.find('\n', at), text.size());
    if (byte == '.' && ++dots >= most_key_parts) return line;
    if (std::string_view("\n=,[]{}").find(byte) != std::string_view::npos) dots = 0;
    line += static_cast<uint32_t>(std::count(text.begin() + at, text.begin() + next, '\n'));
    at = next;
  }
  return 0;
}

}  // namespace

char *vg_toml_to_json(const char *text, size_t length, size_t *json_length,
                      struct vg_toml_error *error) {
  if (uint32_t line = line_of_long_key(std::string_view(text, length))) {
    error->line = line;
    error->column = 1;
    std::snprintf(error->message, sizeof error->message, "a key has more than %d parts",
                  most_key_parts);
    return nullptr;
  }
  toml::parse_result result = toml::parse(std::string_view(text, length));
  if (!result) {
    error->line = result.error().source().begin.line;
    error->column = result.error().source().begin.column;
    std::string message(result.error().description());
    std::snprintf(error->message, sizeof error->message, "%s", message.c_str());
    return nullptr;
  }
  std::string json;
  write_table(json, result.table());
  char *copy = static_cast<char *>(std::malloc(json.size() + 1));
  if (!copy) {
    std::snprintf(error->message, sizeof error->message, "out of memory");
    return nullptr;
  }
  std::memcpy(copy, json.data(), json.size());
  copy[json.size()] = 0;
  *json_length = json.size();
  return copy;
}
