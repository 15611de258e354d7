// SPDX-License-Identifier: GPL-3.0-or-later
// The files of policies/ and regions/ while a catalogue is loaded: those of a larger region come before the nearer
// ones, and what is wrong with one is found in several steps.
#pragma once

#include "app/catalogue/filedefects.h"
#include "app/catalogue/rules/policies.h"

#include <QJsonObject>

#include <map>

namespace hall {

// A file with what is wrong with it so far. Of one that cannot be read, or breaks its schema all over, `json` is empty.
struct LocalFile
{
    explicit LocalFile(const QString &name) : defects(name) {}

    QJsonObject json;
    FileDefects defects;
};

using LocalFiles = std::map<QString, LocalFile>;  // by id: "national", "37", "3702"

// What the tables say in `region` (six digits or fewer): the whole country, then the province, then the city, at each
// step `policies` before `packs`. Every file is read over what its larger regions say, other regions' too, and tells
// its defects; one that has any, or had before, counts for nothing.
[[nodiscard]] rules::Policies layPolicies(LocalFiles &policies, LocalFiles &packs, const QString &region);

}  // namespace hall
