/** What a message takes where the caller has already worded or formatted it, or where a bare number is meant. */
export type Value = string | number
