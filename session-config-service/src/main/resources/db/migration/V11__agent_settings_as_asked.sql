-- An agent keeps what its managers asked for and no longer a copy of the defaults: what is kept is obeyed now.
update agents set settings = settings - 'vadThreshold' where settings -> 'vadThreshold' = '0.5';
update agents set settings = settings - 'vadSilenceMs' where settings -> 'vadSilenceMs' = '500';
update agents set settings = settings - 'vadPrefixPaddingMs' where settings -> 'vadPrefixPaddingMs' = '300';
update agents set settings = settings - 'temperature' where settings -> 'temperature' = '0.7';
