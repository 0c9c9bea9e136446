//! Inflates one member while counting the bytes that really come out.
//! It never allocates what the directory declares beyond a megabyte, only what came.

use super::directory::Member;
use super::{Budget, MIB, damaged, to_u64};
use crate::rejection::{Code, Rejection};
use crc32fast::Hasher;
use flate2::{Decompress, FlushDecompress, Status};
use libdeflater::{DecompressionError, Decompressor};

/// Declared bytes up to which a member is inflated in one go, twice as fast as step by step. What a member declares
/// beyond that is not believed until it has come.
const AT_ONCE: u64 = MIB;

/// Bytes that are inflated at a time into a sink that keeps nothing.
const STEP: usize = 64 * 1024;

/// What more is allocated at a time for a member that grows, at most.
const GROWTH: usize = 16 * 1024 * 1024;

/// More than bytes can unpack to, one for one. Stops room for a member that its bytes can never fill.
const MOST_RATIO: usize = 1_100;

/// Unpacked bytes below which no ratio is suspicious: empty tables shrink by hundreds.
const RATIO_FROM: u64 = 32 * MIB;

/// Where inflated bytes go.
pub(super) enum Sink<'a> {
    /// They are kept.
    Keep(&'a mut Vec<u8>),
    /// Only their number is kept.
    Count(&'a mut u64),
}

/// The state of inflating, used again for each member.
pub(super) struct Inflater {
    at_once: Decompressor,
    /// For large members; most packages have none.
    by_steps: Option<Decompress>,
    step: Vec<u8>,
}

impl Inflater {
    pub(super) fn new() -> Self {
        Inflater { at_once: Decompressor::new(), by_steps: None, step: Vec::new() }
    }

    /// Inflates a member into the sink, within the budget, and compares length and CRC.
    pub(super) fn run(
        &mut self,
        bytes: &[u8],
        member: &Member,
        budget: &Budget,
        sink: &mut Sink<'_>,
    ) -> Result<(), Rejection> {
        let packed = bytes
            .get(member.start..member.start + member.packed)
            .ok_or_else(|| damaged("部件超出文件范围"))?;
        let mut crc = Hasher::new();
        let length = match sink {
            _ if !member.deflated => {
                check_size(to_u64(packed.len()), packed.len(), budget)?;
                crc.update(packed);
                if let Sink::Keep(kept) = sink {
                    kept.extend_from_slice(packed);
                }
                to_u64(packed.len())
            }
            Sink::Keep(kept) if is_small(member, packed.len(), budget) => {
                inflate_at_once(&mut self.at_once, packed, member, kept, &mut crc)?
            }
            Sink::Count(_) if is_small(member, packed.len(), budget) => {
                inflate_at_once(&mut self.at_once, packed, member, &mut self.step, &mut crc)?
            }
            // What says itself that it is too large is only counted, to tell a bomb from a lie.
            Sink::Keep(_) if check_size(member.unpacked, packed.len(), budget).is_err() => {
                self.count(packed, budget, &mut crc)?;
                return Err(wrong_length());
            }
            Sink::Keep(kept) => self.keep(packed, member, budget, kept, &mut crc)?,
            Sink::Count(_) => self.count(packed, budget, &mut crc)?,
        };
        if length != member.unpacked || crc.finalize() != member.crc {
            return Err(wrong_length());
        }
        if let Sink::Count(counted) = sink {
            **counted = length;
        }
        Ok(())
    }

    fn keep(
        &mut self,
        packed: &[u8],
        member: &Member,
        budget: &Budget,
        kept: &mut Vec<u8>,
        crc: &mut Hasher,
    ) -> Result<u64, Rejection> {
        let state = afresh(&mut self.by_steps);
        let declared = usize::try_from(member.unpacked).unwrap_or(usize::MAX);
        // One piece of the size declared, which is within the limits and which the bytes there can come to: growing
        // by steps would leave as much memory again behind. Pages that no byte reaches cost nothing.
        kept.reserve(declared.saturating_add(1).min(packed.len().saturating_mul(MOST_RATIO)).max(64));
        loop {
            let from = kept.len();
            let rest = packed.get(position(state)..).unwrap_or_default();
            let status = state
                .decompress_vec(rest, kept, FlushDecompress::None)
                .map_err(|_| damaged("压缩数据有误"))?;
            crc.update(&kept[from..]);
            check_size(to_u64(kept.len()), packed.len(), budget)?;
            // A size that was declared too small must not make the reader hold what nobody expected.
            if to_u64(kept.len()) > member.unpacked {
                return Err(wrong_length());
            }
            if status == Status::StreamEnd {
                return Ok(to_u64(kept.len()));
            }
            if kept.len() < kept.capacity() && kept.len() == from {
                return Err(damaged("压缩数据不完整"));
            }
            if kept.len() == kept.capacity() {
                kept.reserve(kept.len().clamp(STEP, GROWTH));
            }
        }
    }

    fn count(&mut self, packed: &[u8], budget: &Budget, crc: &mut Hasher) -> Result<u64, Rejection> {
        let state = afresh(&mut self.by_steps);
        self.step.resize(STEP, 0);
        loop {
            let before = state.total_out();
            let rest = packed.get(position(state)..).unwrap_or_default();
            let status = state
                .decompress(rest, &mut self.step, FlushDecompress::None)
                .map_err(|_| damaged("压缩数据有误"))?;
            let length = state.total_out();
            let new = usize::try_from(length - before).unwrap_or(STEP).min(STEP);
            crc.update(&self.step[..new]);
            check_size(length, packed.len(), budget)?;
            if status == Status::StreamEnd {
                return Ok(length);
            }
            if new == 0 {
                return Err(damaged("压缩数据不完整"));
            }
        }
    }
}

fn is_small(member: &Member, packed: usize, budget: &Budget) -> bool {
    member.unpacked <= AT_ONCE.min(to_u64(packed.saturating_mul(MOST_RATIO)))
        && check_size(member.unpacked, packed, budget).is_ok()
}

/// Inflates a member into exactly the bytes that it declares, which are few.
fn inflate_at_once(
    state: &mut Decompressor,
    packed: &[u8],
    member: &Member,
    into: &mut Vec<u8>,
    crc: &mut Hasher,
) -> Result<u64, Rejection> {
    into.clear();
    into.resize(usize::try_from(member.unpacked).unwrap_or_default(), 0);
    let length = state.deflate_decompress(packed, into).map_err(|wrong| match wrong {
        DecompressionError::InsufficientSpace => wrong_length(),
        DecompressionError::BadData => damaged("压缩数据有误"),
    })?;
    crc.update(&into[..length]);
    Ok(to_u64(length))
}

fn afresh(state: &mut Option<Decompress>) -> &mut Decompress {
    let state = state.get_or_insert_with(|| Decompress::new(false));
    state.reset(false);
    state
}

fn wrong_length() -> Rejection {
    damaged("部件的长度或校验码不符")
}

fn position(state: &Decompress) -> usize {
    usize::try_from(state.total_in()).unwrap_or(usize::MAX)
}

fn check_size(unpacked: u64, packed: usize, budget: &Budget) -> Result<(), Rejection> {
    let ratio = unpacked / to_u64(packed).max(1);
    let suspicious = unpacked > RATIO_FROM && ratio > budget.ratio;
    if suspicious || unpacked > budget.part || unpacked > budget.left {
        return Err(Rejection::of_file(Code::Bomb, "文件解压后过大。"));
    }
    Ok(())
}
