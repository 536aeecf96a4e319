//! Words that more than one kind of rule listens to.

use crate::base::pattern::Pattern;

/// How a yes or a no begins.
pub(super) static YES: Pattern = Pattern::new(
    r"(?i)^(?:(?:answer|a|ans|antwort|decision)\s*[:)]\s*)?(?:(?:yes|not for now|ok|okay|agreed|sure|approved|accepted|rejected|nope|yep|yeah|ja|nein|fine|both|done|fixed|\+1|y)(?:$|[\s,.:!;)/–-])|no(?:$|[,.:!;)(/–-]|\s(?:$|[–(-]|(?:we|i|it|this|that|they|there|you|need|not|but|please|because|since|as|just|only|reason|longer|more|objections?|changes?|rush|thanks?|one|let|keep|should|will|can|do|don['’]t|for|in|on|at|to|yet)\b|(?:\S+ ){1,4}(?:this time|for now|anymore|any more|until)\b)))",
);

/// A proposal that commits nobody: to look, to talk, to ask.
pub(super) static LETS_NOT: Pattern = Pattern::new(
    r"(?i)[“\x22][^”\x22]*\blet|(?:^\W*\w*[,:]?\s*|[,;:–] )let(?:['’]s|s| us) (?:just |also |then |maybe |first )*(?:see|ping|contact|encrypt|try|present|table|continue|start|talk|discuss|wait|look|check|hope|say|think|review|make sure|ensure|prioriti[sz]e\W*$|not (?:present|discuss|talk)|clarify|have a (?:look|talk|chat|call|discussion)|understand|meet|sync|connect|chat|figure|find|revisit|circle|move on|come back|get back|ask|remember|not forget|keep an eye|pick|get|create an? (?:issue|ticket|topic|thread|poll)|follow up|piggyback|bring|work out|coordinate|keep working|take a|go through|go over|your?|users?|people|them|suppose|assume|list|do (?:an? |some )?(?:[\w/-]+ )?(?:analysis|brainstorm(?:ing)?|investigation|research|survey)|make \w+ (?:awesome|amazing|great|happen|work))|\blet(?:['’]s|s| us) [^.!?;:]*(?:\?|\b(?:this time|today|for the rest of the (?:call|meeting))\b)",
);

/// What alone proposes little, and much together with other words: "let's try Tuesdays until spring".
pub(super) static LETS_BEGIN: Pattern = Pattern::new(r"(?i)\blet(?:['’]s|s| us) (?:\w+ )?(?:start|try|take|pick)\b");

/// What says what to do.
pub(super) static COMMAND: Pattern = Pattern::new(
    r"(?i)^(?:use|make|take|allow|avoid|change|close|complete|continue|do|don't|drop|enable|extend|focus|follow|go|include|introduce|keep|leave|limit|merge|move|only|we|just|postpone|prefer|publish|put|recommend|reduce|rename|require|replace|restrict|separate|skip|split|standardi[sz]e|start|stay|stick|stop|switch|support|target)\b",
);

/// What whoever writes down says was settled.
pub(super) static SCRIBE_SAYS: Pattern = Pattern::new(
    r"(?i)\b(?:agree[ds]?|agreement|consensus|resolved|resolution|decided|approved|accepted|adopted|closed?|closes|closing|merged|no objections?|so be it|so mote it be|passed|carried|beschlossen|angenommen|abgelehnt|plan is to)\b",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        for pattern in [&YES, &LETS_NOT, &LETS_BEGIN, &COMMAND, &SCRIBE_SAYS] {
            assert!(pattern.is_valid());
        }
    }
}
