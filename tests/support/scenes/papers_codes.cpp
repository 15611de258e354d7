// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/codepaper.h"
#include "tests/support/scenes/page.h"

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

const QColor ink(32, 31, 35);

Document eLicence(Random random)
{
    const Firm firm = makeFirm(random);
    const Person person = makePerson(random);
    const QString kind =
        random.of(std::vector<QString>{u"失业人员电子证照"_s, u"就业创业证（电子）"_s, u"社会保险参保证明"_s});
    Page page(210, 297, {QColor(246, 246, 244), Surface::Paper, 0}, random.fork(1));
    page.startPrinting();
    page.text(20, 28, 170, kind, {Face::Song, 9, true, ink, 0.2}, Align::Centre);
    const Type body{Face::Hei, 4.4, false, ink};
    double y = 56;
    for (const QString &line :
         {u"姓　　名：%1"_s.arg(person.name), u"证件号码：%1"_s.arg(person.number), u"单位名称：%1"_s.arg(firm.name),
          u"打印日期：%1"_s.arg(isoDate(makeDate(random, 2025, 2026)))}) {
        page.text(26, y, 150, line, body);
        y += 11;
    }
    const QString text = u"https://example.invalid/verify?licence="_s + firm.code + u"&holder="_s +
                         digits(random, random.integer(8, 30)) + u"&sign="_s + digits(random, random.integer(8, 30));
    const double size = qrModules(text) * random.uniform(0.45, 0.8);
    const double x = random.chance(0.5) ? 210 - 22 - size : 24;
    page.code(text, x, random.uniform(120, 200), size);
    page.text(24, 262, 160, u"扫描二维码核验（演示样张）"_s, {Face::Hei, 3.2, false, ink}, Align::Centre);
    return page.finish(Kind::PlainText, u"e-licence"_s);
}

Document ticket(Random random)
{
    constexpr double dot = 0.125;  // 203 dots an inch
    const bool narrow = random.chance(0.3);
    const double wide = narrow ? 58 : 80;
    const double module = narrow || random.chance(0.5) ? 3 * dot : 4 * dot;
    const QString number = digits(random, narrow ? 10 : 2 * random.integer(5, 7));
    Page page(wide, random.uniform(70, 130), {QColor(246, 247, 246), Surface::Paper, 0}, random.fork(1));
    page.startPrinting(0.4, 0.5);
    // Thermal print is never quite black.
    const int grey = random.integer(30, 100);
    const QColor print(grey, grey, grey + 4);
    page.text(4, 8, wide - 8, makeCity(random) + u"就业大厅（演示）"_s, {Face::Hei, 4, false, print}, Align::Centre);
    page.text(4, 16, wide - 8, u"A%1 号"_s.arg(random.integer(1, 400), 3, 10, QLatin1Char('0')),
              {Face::Hei, 8, true, print}, Align::Centre);
    const double high = random.uniform(9, 15);
    const double w = barsWidth(number) * module;
    page.bars(number, (wide - w) / 2, 32, module, high, print);
    page.text(4, 33.5 + high, wide - 8, number, {Face::Mono, 3.4, false, print, 0.2}, Align::Centre);
    page.text(4, 44 + high, wide - 8, u"请留意叫号，过号请重新取号。"_s, {Face::Hei, 3, false, print}, Align::Centre);
    return page.finish(Kind::PlainText, u"ticket"_s);
}

Document form(Random random)
{
    const Person person = makePerson(random);
    const QString number =
        random.chance(0.5) ? u"LD-%1-%2"_s.arg(random.integer(2020, 2026)).arg(digits(random, 5)) : digits(random, 12);
    Page page(210, 297, {QColor(244, 243, 239), Surface::Paper, 0}, random.fork(1));
    page.startPrinting();
    const double module = random.uniform(0.38, 0.5);
    const double w = barsWidth(number) * module;
    const double x = random.chance(0.7) ? 210 - 18 - w : 18;
    page.bars(number, x, 14, module, random.uniform(8, 14), ink);
    page.text(x, 29, w, number, {Face::Mono, 3, false, ink}, Align::Centre);
    page.text(20, 44, 170, u"业务受理单"_s, {Face::Song, 8, true, ink, 0.3}, Align::Centre);
    const Type body{Face::Song, 4.4, false, ink};
    page.text(26, 66, 150, u"申请人：%1　　证件号码：%2"_s.arg(person.name, person.number), body);
    page.flow(26, 80, 158,
              {{u"本单位已收到上述人员的申请材料，自受理之日起十个工作日内办结；不符合条件的，应当说明理由。"
                u"本单仅作为受理凭证，不作其他用途。演示样张。"_s}},
              body, 9, 8.8);
    return page.finish(Kind::PlainText, u"form"_s);
}

}  // namespace

const std::vector<CodePaper> &allCodePapers()
{
    static const std::vector<CodePaper> list{CodePaper::Receipt, CodePaper::Ticket, CodePaper::Licence, CodePaper::Form,
                                             CodePaper::ELicence};
    return list;
}

QString nameOf(CodePaper paper)
{
    switch (paper) {
    case CodePaper::Receipt:
        return u"receipt"_s;
    case CodePaper::Licence:
        return u"licence"_s;
    case CodePaper::ELicence:
        return u"e-licence"_s;
    case CodePaper::Ticket:
        return u"ticket"_s;
    case CodePaper::Form:
        return u"form"_s;
    }
    return {};
}

Document drawCodePaper(CodePaper paper, std::uint64_t seed)
{
    const Random random = Random(seed).fork(static_cast<std::uint64_t>(paper) + 300);
    switch (paper) {
    case CodePaper::Receipt:
        return drawDocument(Kind::Receipt, seed);
    case CodePaper::Licence:
        return drawDocument(Kind::BusinessLicence, seed);
    case CodePaper::ELicence:
        return eLicence(random);
    case CodePaper::Ticket:
        return ticket(random);
    case CodePaper::Form:
        return form(random);
    }
    return {};
}

}  // namespace hall::scenes
