// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/sets.h"

#include "tests/support/scenes/hall.h"

#include <QStringList>

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

const std::vector<std::pair<QString, Set>> &names()
{
    static const std::vector<std::pair<QString, Set>> list{
        {u"S"_s, Set::S},           {u"S8"_s, Set::S8},           {u"S13"_s, Set::S13},     {u"pairs"_s, Set::Pairs},
        {u"empty"_s, Set::Empty},   {u"quality"_s, Set::Quality}, {u"kinds"_s, Set::Kinds}, {u"cards"_s, Set::Cards},
        {u"curled"_s, Set::Curled}, {u"hall"_s, Set::Hall}};
    return list;
}

// A finder's frames: each second one a sheet or a licence, the rest cards, booklets and small papers.
Kind anyKind(Random &random)
{
    static const std::vector<Kind> sheets{Kind::EndOfContract,    Kind::ContractCover,   Kind::ContractTerms,
                                          Kind::ContractSigning,  Kind::BusinessLicence, Kind::LowIncome,
                                          Kind::SkillCertificate, Kind::Diploma,         Kind::Invoice,
                                          Kind::ContributionList, Kind::TransferLetter,  Kind::PlainText};
    static const std::vector<Kind> small{
        Kind::IdFront,      Kind::IdFront,       Kind::IdBack,         Kind::IdBack,          Kind::RegisterPage,
        Kind::BookletOpen,  Kind::BookletClosed, Kind::DisabilityCard, Kind::ResidencePermit, Kind::HkMoPermit,
        Kind::TaiwanPermit, Kind::BankCard,      Kind::Passbook,       Kind::Receipt};
    return random.chance(0.45) ? random.of(sheets) : random.of(small);
}

Bend bendFor(Kind kind, Random &random)
{
    switch (static_cast<int>(kind)) {
    case static_cast<int>(Kind::RegisterPage):
    case static_cast<int>(Kind::BookletOpen):
    case static_cast<int>(Kind::Passbook):
        return Bend::Gutter;
    case static_cast<int>(Kind::IdFront):
    case static_cast<int>(Kind::IdBack):
    case static_cast<int>(Kind::DisabilityCard):
    case static_cast<int>(Kind::ResidencePermit):
    case static_cast<int>(Kind::HkMoPermit):
    case static_cast<int>(Kind::TaiwanPermit):
    case static_cast<int>(Kind::BankCard):
    case static_cast<int>(Kind::BookletClosed):
        return Bend::Flat;
    default:
        return random.chance(0.5) ? Bend::Roll : Bend::Corner;
    }
}

void finderFrame(SceneOptions &options, Random &random, int index)
{
    // Every background meets every effect, whatever the count.
    static const std::vector<Effect> whole = [] {
        std::vector<Effect> list = allEffects();
        std::erase(list, Effect::Cut);
        return list;
    }();
    const auto round = static_cast<std::size_t>(index) / allBackgrounds().size();
    options.effect = whole[round % whole.size()];
    options.kinds = {anyKind(random)};
    if (round % 10 == 9) {
        static const std::vector<Effect> plain{Effect::Clean, Effect::SoftShadow, Effect::HardShadow, Effect::Clutter,
                                               Effect::Dirt};
        options.kinds.clear();
        options.effect = random.of(plain);
        return;
    }
    const Bend bend = bendFor(options.kinds.front(), random);
    if (bend == Bend::Gutter || (bend != Bend::Flat && random.chance(0.2))) {
        options.bend = bend;  // a little, as paper lies that was in a pocket
        options.bendStrength = random.uniform(0.05, 0.3);
    }
}

}  // namespace

std::optional<Set> setNamed(const QString &name)
{
    for (const auto &[known, set] : names()) {
        if (known == name) {
            return set;
        }
    }
    return std::nullopt;
}

QString setNames()
{
    QStringList list;
    for (const auto &[known, set] : names()) {
        list.append(known);
    }
    return list.join(u", "_s);
}

SceneOptions optionsOf(Set set, std::uint64_t seed, int index)
{
    Random random = Random(seed).fork(7000 + static_cast<std::uint64_t>(index)).fork(static_cast<std::uint64_t>(set));
    SceneOptions options;
    options.seed = random.next();
    options.background = allBackgrounds()[static_cast<std::size_t>(index) % allBackgrounds().size()];
    options.strength = random.uniform(0.05, 1);
    switch (set) {
    case Set::S8:
        options.size = {3264, 2448};
        finderFrame(options, random, index);
        break;
    case Set::S13:
        options.size = {4160, 3120};
        finderFrame(options, random, index);
        break;
    case Set::S:
        finderFrame(options, random, index);
        break;
    case Set::Pairs: {
        finderFrame(options, random, index % 36);
        static const std::vector<Kind> cards{Kind::IdFront,         Kind::IdBack,        Kind::BankCard,
                                             Kind::ResidencePermit, Kind::BookletClosed, Kind::DisabilityCard,
                                             Kind::Receipt};
        options.kinds = {Kind::IdFront, Kind::IdBack};
        if (random.chance(0.4)) {
            options.kinds = {random.chance(0.3) ? Kind::RegisterPage : random.of(cards), random.of(cards)};
        }
        options.bend = Bend::Flat;
        break;
    }
    case Set::Empty: {
        static const std::vector<Effect> effects{
            Effect::Clutter, Effect::SoftShadow, Effect::HardShadow, Effect::Clutter, Effect::Dirt,
            Effect::Clean,   Effect::Hand,       Effect::LowLight,   Effect::Noise,   Effect::Overexposed};
        options.kinds.clear();
        options.effect = effects[static_cast<std::size_t>(index) / 4 % effects.size()];
        break;
    }
    case Set::Quality: {
        static const std::vector<Effect> effects{
            Effect::Defocus, Effect::Glare,       Effect::Finger,   Effect::Cut,        Effect::Clean,
            Effect::Motion,  Effect::Hand,        Effect::LowLight, Effect::SoftShadow, Effect::HardShadow,
            Effect::Clutter, Effect::Overexposed, Effect::Noise,    Effect::Compression};
        options.kinds = {anyKind(random)};
        options.effect = effects[static_cast<std::size_t>(index) / 4 % effects.size()];
        options.strength = random.uniform(0, 1);
        break;
    }
    case Set::Kinds:
    case Set::Cards: {
        static const std::vector<Kind> cards{Kind::IdFront,    Kind::IdBack,       Kind::IdFront, Kind::ResidencePermit,
                                             Kind::HkMoPermit, Kind::TaiwanPermit, Kind::BankCard};
        static const std::vector<Effect> readable{Effect::Clean, Effect::Clean, Effect::SoftShadow, Effect::Clutter,
                                                  Effect::LowLight};
        const std::vector<Kind> &list = set == Set::Cards ? cards : allKinds();
        options.size = {3264, 2448};
        options.kinds = {list[static_cast<std::size_t>(index) % list.size()]};
        options.background = random.of(allBackgrounds());
        options.effect = random.of(readable);
        options.strength = random.uniform(0, 0.35);
        if (bendFor(options.kinds.front(), random) == Bend::Gutter) {
            options.bend = Bend::Gutter;
            options.bendStrength = random.uniform(0, 0.4);
        }
        break;
    }
    case Set::Curled:
        do {
            options.kinds = {anyKind(random)};
            options.bend = bendFor(options.kinds.front(), random);
        } while (options.bend == Bend::Flat);
        options.size = {3264, 2448};
        options.bendStrength = random.uniform(0.2, 1);
        break;
    case Set::Hall:
        options.kinds.clear();
        break;
    }
    return options;
}

Scene makeFrame(Set set, const SceneOptions &options, int index)
{
    if (set != Set::Hall) {
        return makeScene(options);
    }
    Scene scene = makeScene([&] {
        SceneOptions plate = options;
        plate.effect = Effect::Clean;
        return plate;
    }());
    scene.frame = drawHall(options.size, options.seed, index % 2 == 0);
    return scene;
}

}  // namespace hall::scenes
