#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the net that tells paper from everything else (README.md) on what make-training wrote.

train.py --train FILE... --check FILE... --out FILE.onnx [--steps N] [--seed N] [--threads N]
Needs PyTorch (Debian: python3-torch). The same files and arguments give the same weights on one machine.
"""
import argparse
import math
import os
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

RECORD = 160, 256, 8  # rows, columns, bytes of a pixel, as make-training writes them
WIDTH, HEIGHT = 160, 96  # what the net sees
# Brightness-evened B G R, log difference to the empty plate B G R, whether there is an empty plate, local contrast.
INPUTS = 8
BATCH = 16


def block(inputs, outputs, stride=1, apart=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, apart, apart, bias=False), nn.BatchNorm2d(outputs),
                         nn.ReLU(inplace=True))


def pointwise(inputs, outputs):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class PaperNet(nn.Module):
    """Down to a thirty-second and up to one half, where each place tells of its four pixels: paper, its sides,
    hands and things."""

    def __init__(self, sizes=(16, 32, 48, 64, 96)):
        super().__init__()
        a, b, c, d, e = sizes
        self.down1 = nn.Sequential(block(INPUTS, a, 2), block(a, a))
        self.down2 = nn.Sequential(block(a, b, 2), block(b, b))
        self.down3 = nn.Sequential(block(b, c, 2), block(c, c))
        self.down4 = nn.Sequential(block(c, d, 2), block(d, d), block(d, d, apart=2))
        self.down5 = nn.Sequential(block(d, e, 2), block(e, e), block(e, e, apart=2))
        self.narrow5, self.up4 = pointwise(e, d), block(2 * d, d)
        self.narrow4, self.up3 = pointwise(d, c), block(2 * c, c)
        self.narrow3, self.up2 = pointwise(c, b), block(2 * b, b)
        self.narrow2, self.up1 = pointwise(b, a), block(2 * a, a)
        self.out = nn.Conv2d(a, 12, 1)
        self.coarse = nn.ModuleList([nn.Conv2d(d, 1, 1), nn.Conv2d(c, 1, 1)])  # only to learn by

    def forward(self, x):
        def wider(t):
            return functional.interpolate(t, scale_factor=2, mode='nearest')

        x1 = self.down1(x)
        x2 = self.down2(x1)
        x3 = self.down3(x2)
        x4 = self.down4(x3)
        x5 = self.down5(x4)
        y4 = self.up4(torch.cat([wider(self.narrow5(x5)), x4], 1))
        y3 = self.up3(torch.cat([wider(self.narrow4(y4)), x3], 1))
        y = self.up2(torch.cat([wider(self.narrow3(y3)), x2], 1))
        y = self.up1(torch.cat([wider(self.narrow2(y)), x1], 1))
        said = self.out(y)
        if not self.training:
            return said
        return functional.pixel_shuffle(said, 2), self.coarse[0](y4), self.coarse[1](y3)


def quantile(t, share):
    """Of each channel, from every 25th pixel as the kiosk takes it; shape n, channels, 1, 1."""
    sample = t[:, :, ::5, ::5].flatten(2)
    at = int(sample.shape[2] * share)
    return sample.kthvalue(at + 1, dim=2)[0][:, :, None, None]


def inputs(frame, empty, known):
    """0…255 pictures and whether the plate is known (n) → what the net sees. papernet.cpp does the same."""
    light = quantile(frame.mean(1, keepdim=True), 0.9).clamp(min=60)
    known = known.view(-1, 1, 1, 1)
    change = torch.log((frame + 8) / (empty + 8))
    change = ((change - quantile(change, 0.3)) * 4).clamp(-3, 3) * known
    grey = torch.log(frame.mean(1, keepdim=True) + 8)
    around = functional.avg_pool2d(functional.pad(grey, (9, 9, 9, 9), mode='replicate'), 19, 1)
    contrast = ((grey - around) * 6).clamp(-2, 2)
    return torch.cat([(frame / light * 2 - 1).clamp(-1, 2), change, known.expand(-1, 1, HEIGHT, WIDTH), contrast], 1)


def goals(paper, cover):
    """Paper, its sides, hands and things, 0…1."""
    most = functional.max_pool2d(paper, 3, 1, 1)
    least = -functional.max_pool2d(-paper, 3, 1, 1)
    return torch.cat([paper, ((most - least) > 0.3).float(), cover], 1)


class Chance:
    """What the drawn frames do not show: other plates, light, colours and views."""

    def __init__(self, seed, number):
        self.random = numpy.random.RandomState([seed, number])
        self.noise = torch.Generator().manual_seed(seed * 1_000_003 + number)

    def uniform(self, low, high, *shape):
        return torch.tensor(self.random.uniform(low, high, shape or None), dtype=torch.float32)

    def happens(self, share):
        return self.random.uniform() < share

    def smooth(self, rows, columns):
        """Noise with that many bumps, −1…1 or so; 1, HEIGHT, WIDTH."""
        rows, columns = max(2, int(rows)), max(2, int(columns))
        small = torch.randn((1, 1, rows, columns), generator=self.noise)
        return functional.interpolate(small, (HEIGHT, WIDTH), mode='bicubic', align_corners=False)[0]

    def plate(self):
        """A surface nobody has seen: its colour, grain, veins, weave or tiles. 3, HEIGHT, WIDTH; 0…255."""
        colour = self.uniform(15, 245) + self.uniform(-45, 45, 3, 1, 1) * self.uniform(0, 1) ** 1.5
        picture = colour.expand(3, HEIGHT, WIDTH).clone()
        for _ in range(self.random.randint(1, 4)):
            size = math.exp(self.random.uniform(math.log(3), math.log(120)))
            stretch = math.exp(self.random.uniform(-2.3, 2.3)) if self.happens(0.6) else 1
            bumps = self.smooth(min(HEIGHT, size * stretch), min(WIDTH, size / stretch))
            picture += bumps * self.uniform(0, 28) * (1 + self.uniform(-0.3, 0.3, 3, 1, 1))
        y, x = torch.meshgrid(torch.arange(HEIGHT).float(), torch.arange(WIDTH).float(), indexing='ij')
        if self.happens(0.35):  # boards, weave, tiles
            angle = self.random.uniform(0, math.pi)
            along = x * math.cos(angle) + y * math.sin(angle)
            wave = torch.sin(along * 2 * math.pi / self.random.uniform(2.5, 60) + self.smooth(4, 4) * 2)
            wave = wave if self.happens(0.5) else (wave > self.random.uniform(0.3, 0.98)).float()
            picture += wave * self.uniform(-35, 35)
        if self.happens(0.25):
            picture += ((x * self.random.uniform(-1, 1) / WIDTH + y * self.random.uniform(-1, 1) / HEIGHT)
                        * self.uniform(0, 90))
        return picture.clamp(2, 253)

    def view(self, least, most):
        """A view from elsewhere as a sampling grid."""
        angle = self.random.normal(0, 0.12) + (math.pi / 2 if self.happens(0.3) else 0)
        size = math.exp(self.random.uniform(math.log(least), math.log(most)))
        squeeze = math.exp(self.random.normal(0, 0.12))
        turn = torch.tensor([[math.cos(angle) * squeeze, -math.sin(angle)], [math.sin(angle), math.cos(angle) / squeeze]])
        y, x = torch.meshgrid(torch.linspace(-1, 1, HEIGHT), torch.linspace(-1, 1, WIDTH), indexing='ij')
        plane = torch.stack([x, y], -1) @ turn.T.float() / size
        lean = self.random.normal(0, 0.10, 2)
        plane = plane / (1 + plane @ torch.tensor(lean, dtype=torch.float32))[..., None].clamp(min=0.3)
        room = max(0, 1 - 1 / size) + 0.1
        return plane + self.uniform(-room, room, 2)

    def changed(self, record):
        """One record (8, HEIGHT, WIDTH) seen otherwise: frame, empty plate, paper, cover, whether it is known."""
        frame, empty, paper, cover = record[:3], record[3:6], record[6:7] / 255, record[7:8] / 255
        other = self.happens(0.4)
        if self.happens(0.5):
            grid = self.view(0.55, 1.8) if other else self.view(1.05, 1.8)
            seen = [functional.grid_sample(part[None], grid[None], padding_mode=beyond, align_corners=False)[0]
                    for part, beyond in ((torch.cat([frame, empty]), 'border'), (torch.cat([paper, cover]), 'zeros'))]
            stack = torch.cat(seen)
            frame, empty, paper, cover = stack[:3], stack[3:6], stack[6:7], stack[7:8]
        if self.happens(0.5):
            frame, empty, paper, cover = frame.flip(2), empty.flip(2), paper.flip(2), cover.flip(2)
        if self.happens(0.5):
            frame, empty, paper, cover = frame.flip(1), empty.flip(1), paper.flip(1), cover.flip(1)
        if other:
            plate = self.plate()
            shade = ((frame + 4) / (empty + 4)).mean(0, keepdim=True).clamp(0.3, 1.6)
            solid = torch.maximum(paper, cover)
            frame = solid * frame + (1 - solid) * plate * shade
            empty = plate * (1 + self.random.uniform(-0.2, 0.2))
            if self.happens(0.4):
                empty = torch.roll(empty, (self.random.randint(-1, 2), self.random.randint(-1, 2)), (1, 2)) * 0.3 \
                    + empty * 0.7
        if self.happens(0.35):  # paper of another colour
            tint = self.uniform(0.35, 1.1) * (1 + self.uniform(-0.25, 0.25, 3, 1, 1))
            inside = paper * (1 - cover)
            frame = frame * (1 - inside) + frame * tint * inside
        if self.happens(0.4):
            frame = frame * torch.exp(self.smooth(3, 4) * self.uniform(0, 0.22))
        gain = self.uniform(0.55, 1.25) * (1 + self.uniform(-0.12, 0.12, 3, 1, 1))
        bend = self.random.uniform(0.75, 1.35)
        frame = ((frame * gain).clamp(0, 255) / 255) ** bend * 255
        empty = ((empty * gain).clamp(0, 255) / 255) ** bend * 255
        if self.happens(0.2):
            frame = functional.avg_pool2d(functional.pad(frame, (1, 1, 1, 1), mode='replicate'), 3, 1)
        noise = torch.randn(frame.shape, generator=self.noise) * self.random.uniform(0, 5)
        return (frame + noise).clamp(0, 255), empty.clamp(0, 255), paper, cover, 0.0 if self.happens(0.35) else 1.0


def records(files):
    maps = []
    for name in files:
        count = os.path.getsize(name) // math.prod(RECORD)
        maps.append(numpy.memmap(name, numpy.uint8, 'r', shape=(count, *RECORD)))
    return maps


def tensor(record):
    whole = torch.from_numpy(numpy.array(record)).permute(2, 0, 1).float()
    return functional.interpolate(whole[None], (HEIGHT, WIDTH), mode='area')[0]


class Batches(torch.utils.data.Dataset):
    """Batch number n follows from seed and n alone, whoever makes it."""

    def __init__(self, files, seed, steps):
        self.files, self.seed, self.steps, self.maps = files, seed, steps, None

    def __len__(self):
        return self.steps

    def __getitem__(self, number):
        self.maps = self.maps or records(self.files)
        chance = Chance(self.seed, number)
        counts = numpy.cumsum([len(part) for part in self.maps])
        parts = []
        for one in chance.random.choice(counts[-1], BATCH, replace=False):
            which = int(numpy.searchsorted(counts, one, 'right'))
            parts.append(chance.changed(tensor(self.maps[which][one - counts[which]])))
        frame, empty, paper, cover = (torch.stack([part[k] for part in parts]) for k in range(4))
        return inputs(frame, empty, torch.tensor([part[4] for part in parts])), goals(paper, cover)


def loss_of(answer, goal):
    said, *coarse = answer
    each = functional.binary_cross_entropy_with_logits(said, goal, reduction='none').mean((0, 2, 3))
    paper = torch.sigmoid(said[:, 0])
    both = (paper * goal[:, 0]).sum((1, 2))
    dice = 1 - (2 * both + 30) / (paper.sum((1, 2)) + goal[:, 0].sum((1, 2)) + 30)
    loss = each[0] + 0.7 * each[1] + 0.5 * each[2] + dice.mean()
    for less in coarse:
        small = functional.adaptive_avg_pool2d(goal[:, :1], less.shape[2:])
        loss = loss + 0.4 * functional.binary_cross_entropy_with_logits(less, small)
    return loss


def check(net, maps):
    """Mean overlap of paper said and true, and on how many plates without paper some is seen; without changes."""
    net.eval()
    lines = []
    with torch.no_grad():
        for known in (1.0, 0.0):
            overlaps, empties, wrong = [], 0, 0
            for part in maps:
                for at in range(0, len(part), BATCH):
                    stack = torch.stack([tensor(one) for one in part[at:at + BATCH]])
                    goal = stack[:, 6:7] > 127
                    said = net(inputs(stack[:, :3], stack[:, 3:6], torch.full((len(stack),), known)))
                    said = functional.pixel_shuffle(said, 2)[:, :1] > 0
                    both, either = (said & goal).sum((1, 2, 3)), (said | goal).sum((1, 2, 3))
                    for n in range(len(stack)):
                        if goal[n].any():
                            overlaps.append(float(both[n]) / float(either[n]))
                        else:
                            empties += 1
                            wrong += int(said[n].sum()) > 60
            found = numpy.array(overlaps)
            lines.append('%s plate: overlap %.4f, above 0.9 %.3f; paper on %d of %d empty' % (
                'known' if known else 'unknown', found.mean(), (found > 0.9).mean(), wrong, empties))
    return '; '.join(lines)


def write(net, path):
    net.eval()
    torch.onnx.export(net, torch.zeros(1, INPUTS, HEIGHT, WIDTH), path, opset_version=11, input_names=['picture'],
                      output_names=['maps'], do_constant_folding=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--train', nargs='+', required=True)
    parser.add_argument('--check', nargs='+', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--steps', type=int, default=2400, help='of %d frames each' % BATCH)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--rate', type=float, default=3e-3)
    parser.add_argument('--begin', help='weights (.pt) to go on from')
    settings = parser.parse_args()
    torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    held = records(settings.check)
    net = PaperNet()
    if settings.begin:
        net.load_state_dict(torch.load(settings.begin))
    net = net.to(memory_format=torch.channels_last)
    way = torch.optim.AdamW(net.parameters(), settings.rate, weight_decay=1e-4)
    pace = torch.optim.lr_scheduler.OneCycleLR(way, settings.rate, total_steps=settings.steps + 1, pct_start=0.12)
    batches = torch.utils.data.DataLoader(Batches(settings.train, settings.seed, settings.steps), batch_size=None,
                                          num_workers=2, prefetch_factor=6)
    print('%d weights, %d records' % (sum(p.numel() for p in net.parameters()),
                                      sum(len(part) for part in records(settings.train))), flush=True)
    begun, total = time.time(), 0.0
    net.train()
    for step, (x, goal) in enumerate(batches, 1):
        loss = loss_of(net(x.contiguous(memory_format=torch.channels_last)), goal)
        way.zero_grad()
        loss.backward()
        way.step()
        pace.step()
        total += loss.item()
        if step % 50 == 0:
            print('step %d, %.0f s, loss %.4f' % (step, time.time() - begun, total / 50), flush=True)
            total = 0.0
        if step % 300 == 0 or step == settings.steps:
            print('  ' + check(net, held), flush=True)
            torch.save(net.state_dict(), settings.out + '.pt')
            write(net, settings.out)
            net.train()


if __name__ == '__main__':
    main()
