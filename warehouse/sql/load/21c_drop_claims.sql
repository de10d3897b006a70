-- What a page claimed is the entry's that is listed under it and says otherwise.
delete from internal.article_keys
where is_claim and key_digest in (select b.key_digest from brought_keys as b);
